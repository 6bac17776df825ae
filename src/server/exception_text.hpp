#pragma once
// What a caught exception says, for the walls where exceptions end.
#include <exception>
#include <string>

namespace shrike::server {

/// Call inside a catch block.
inline std::string exception_text() {
  try {
    throw;
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "an exception that is not a std::exception";
  }
}

}  // namespace shrike::server
