#pragma once
// Errors are values. A function that can fail returns Result<T>; its comment names the kinds it may return.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace shrike {

/// The few kinds that a caller can act on. The message is for people.
enum class ErrorKind : std::uint8_t {
  invalid,      ///< the caller's input is wrong; the message says which part and what was expected
  not_found,    ///< the named thing does not exist (or belongs to another tenant)
  conflict,     ///< it contradicts what is already there
  denied,       ///< the caller may not do this
  unavailable,  ///< full, shutting down or timed out; the same call may succeed later
  io,           ///< the operating system or the database refused; the message carries its words
  corrupt,      ///< stored bytes are not what was written
};

/// Stable lower-case word for diag output and tests, e.g. "unavailable".
std::string_view to_string(ErrorKind kind);

struct Error {
  ErrorKind kind = ErrorKind::invalid;
  std::string message;
};

/// Ends the process with the message. For broken invariants only; stays on in release.
[[noreturn]] void invariant_failed(const char* expression, const char* file, int line);

#define SHRIKE_ASSERT(expression) \
  (static_cast<bool>(expression) ? void(0) : ::shrike::invariant_failed(#expression, __FILE__, __LINE__))

/// Either a value or an Error. Taking the side that is not there breaks an invariant.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & {
    SHRIKE_ASSERT(ok());
    return *std::get_if<0>(&state_);
  }
  const T& value() const& {
    SHRIKE_ASSERT(ok());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    SHRIKE_ASSERT(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const {
    SHRIKE_ASSERT(!ok());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), ok_(false) {}

  [[nodiscard]] bool ok() const { return ok_; }
  explicit operator bool() const { return ok_; }
  const Error& error() const {
    SHRIKE_ASSERT(!ok_);
    return error_;
  }

 private:
  Error error_;
  bool ok_ = true;
};

inline Error invalid(std::string message) { return {ErrorKind::invalid, std::move(message)}; }
inline Error io_error(std::string message) { return {ErrorKind::io, std::move(message)}; }

}  // namespace shrike
