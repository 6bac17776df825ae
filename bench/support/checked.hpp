#pragma once
// Errors end a bench.
#include <fmt/core.h>

#include <cstdlib>
#include <type_traits>
#include <utility>

#include "shrike/base/result.hpp"

namespace shrike::bench {

/// The value, or the end of the bench with the error's words.
template <class T>
T checked(Result<T> result) {
  if (!result) {
    fmt::print(stderr, "{}\n", result.error().message);
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace shrike::bench
