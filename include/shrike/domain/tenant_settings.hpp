#pragma once
// The table of what a tenant may set for itself. A new setting is a row here and its reader
// (docs/howto/add-a-setting.md).
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "shrike/domain/tenant_policy.hpp"

namespace shrike::domain {

enum class SettingType : std::uint8_t { whole, flag, choice, text };
/// "integer", "boolean", "choice", "text".
std::string_view to_string(SettingType type);

/// Values are kept as texts: "85", "true", "review".
struct SettingRow {
  std::string_view key;
  SettingType type;
  std::int64_t min = 0;      ///< of whole
  std::int64_t max = 0;      ///< of whole; of text: bytes
  std::string_view choices;  ///< of choice: the words, separated by spaces
  std::string_view doc;
  /// Of text: whether it says something. nullptr: everything does.
  bool (*says_something)(const std::string& text) = nullptr;
  /// Of what changes decisions: puts the value, or none, into the policy. nullptr: it is read elsewhere.
  void (*apply)(TenantPolicy& policy, const std::optional<std::string>& value) = nullptr;
};

inline constexpr std::size_t kSettingBytesMax = 4'096;

std::span<const SettingRow> setting_rows();
/// nullptr when there is no such setting.
const SettingRow* setting_row(std::string_view key);
/// Whether the text is a value of that setting; else the words for who sent it.
std::optional<std::string> refuse_setting(const SettingRow& row, const std::string& value);

/// Takes over what of it changes decisions. A key or value that this program does not know is left out: the log may be
/// older or newer than the table.
void apply_settings(TenantPolicy& policy, const SettingValues& values);
/// The reverse: the keys and values that are there, in the order of the table.
SettingValues settings_of(const TenantPolicy& policy);

}  // namespace shrike::domain
