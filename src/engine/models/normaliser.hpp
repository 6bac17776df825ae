#pragma once
// One reading of a text, whatever dress its letters wear. Everything after it sees only this reading.
#include <string>
#include <string_view>

namespace shrike::engine {

/// `text`: words in lower case between single spaces, one at both ends. Latin accents are folded, letters of other
/// scripts stay; digits are 0 and currency signs $. Words in disguise (look-alike letters, styled letters, digits for
/// letters, one letter at a time) stand in their plain reading; what the digits-for-letters reading came from follows
/// at the end.
struct NormalText {
  std::string text;
  bool disguised = false;  ///< a word mixes scripts, is styled, or has digits for letters and reads as a known word
  bool hidden = false;     ///< something invisible inside a word, or the direction turned round
  bool spaced = false;     ///< a known or long word written one letter at a time
};

/// Linear in the content, of which kTextBytesMax bytes are looked at. Any bytes will do.
NormalText normalise_text(std::string_view content);

/// The digits-for-letters reading of a word ("p4yp4l"), where that is a word that scams use; empty otherwise.
std::string plain_reading(std::string_view word);

}  // namespace shrike::engine
