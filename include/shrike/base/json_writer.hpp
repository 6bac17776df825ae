#pragma once
// Appends JSON to a string: the hot path's output. Control-plane code may use nlohmann::json instead.
#include <cstdint>
#include <string>
#include <string_view>

namespace shrike {

/// Appends `text` as a JSON string with quotes. Invalid UTF-8 becomes U+FFFD, so that the output is always valid.
void append_json_string(std::string& out, std::string_view text);
/// Shortest form that reads back to the same value; null for NaN and infinities.
void append_json_number(std::string& out, double value);

/// Writes nested objects and arrays and places the commas. Not thread-safe; the target string must outlive it.
/// Use: `JsonWriter w(out); w.begin_object(); w.field("a", 1); w.key("b"); w.begin_array(); w.value("x"); …`
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);

  void value(std::string_view text) {
    comma();
    append_json_string(out_, text);
  }
  void value(const std::string& text) { value(std::string_view(text)); }
  void value(const char* text) { value(std::string_view(text)); }
  void value(double number) {
    comma();
    append_json_number(out_, number);
  }
  void value(bool flag) { raw(flag ? "true" : "false"); }
  void value(std::int64_t number);
  void value(std::uint64_t number);
  void value(std::int32_t number) { value(static_cast<std::int64_t>(number)); }
  void value(std::uint32_t number) { value(static_cast<std::uint64_t>(number)); }
  void null() { raw("null"); }
  /// Text that already is JSON.
  void raw(std::string_view json) {
    comma();
    out_ += json;
  }

  template <class T>
  void field(std::string_view name, const T& item) {
    key(name);
    value(item);
  }
  /// An empty text is written as null.
  void field_or_null(std::string_view name, std::string_view text);

 private:
  void open(char bracket) {
    comma();
    out_ += bracket;
    first_ = true;
  }
  void close(char bracket) {
    out_ += bracket;
    first_ = false;
  }
  void comma();

  std::string& out_;
  bool first_ = true;
};

}  // namespace shrike
