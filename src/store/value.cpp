#include "shrike/store/value.hpp"

namespace shrike::store {

namespace {

template <class T>
const T* at(const std::vector<Value>& values, std::size_t column) {
  return column < values.size() ? std::get_if<T>(&values[column]) : nullptr;
}

const std::string kNone;

}  // namespace

bool Row::is_null(std::size_t column) const {
  return column >= values_.size() || std::holds_alternative<std::monostate>(values_[column]);
}

std::int64_t Row::integer(std::size_t column) const {
  const auto* value = at<std::int64_t>(values_, column);
  return value != nullptr ? *value : 0;
}

double Row::real(std::size_t column) const {
  if (const auto* value = at<double>(values_, column)) return *value;
  return static_cast<double>(integer(column));
}

const std::string& Row::text(std::size_t column) const {
  const auto* value = at<std::string>(values_, column);
  return value != nullptr ? *value : kNone;
}

const std::string& Row::bytes(std::size_t column) const {
  const auto* value = at<Bytes>(values_, column);
  return value != nullptr ? value->data : kNone;
}

TimeUs Row::time(std::size_t column) const {
  if (const auto* value = at<Time>(values_, column)) return value->us;
  return integer(column);
}

bool Row::boolean(std::size_t column) const {
  if (const auto* value = at<bool>(values_, column)) return *value;
  return integer(column) != 0;
}

}  // namespace shrike::store
