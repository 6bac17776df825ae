#pragma once
// Nothing is left behind, however a bench ends.

namespace shrike::bench {

/// The rest of the program runs in a child whose TMPDIR is a folder of its own. The parent waits, passes on the signals
/// that end a program, and removes the folder when the child and everything that it started are gone. First thing in
/// main: there must be no other thread.
void run_in_own_folder();

}  // namespace shrike::bench
