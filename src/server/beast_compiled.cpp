// Asio and Beast, compiled once for the whole program (both have SEPARATE_COMPILATION defined).
#include <boost/asio/impl/src.hpp>

// Beast 1.81's iequals reads one byte past equal texts that differ in case. This definition stands in for it.
#define BOOST_BEAST_IMPL_STRING_IPP
#include <algorithm>
#include <boost/beast/core/detail/string.hpp>
#include <boost/beast/core/string.hpp>

namespace boost::beast {

bool iequals(string_view lhs, string_view rhs) {
  return lhs.size() == rhs.size() && std::equal(lhs.begin(), lhs.end(), rhs.begin(), [](char a, char b) {
           return detail::ascii_tolower(a) == detail::ascii_tolower(b);
         });
}

bool iless::operator()(string_view lhs, string_view rhs) const {
  return std::lexicographical_compare(lhs.begin(), lhs.end(), rhs.begin(), rhs.end(), [](char a, char b) {
    return detail::ascii_tolower(a) < detail::ascii_tolower(b);
  });
}

}  // namespace boost::beast

#include <boost/beast/src.hpp>
