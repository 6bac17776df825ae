#pragma once
// Routes of every shape that the API has: literal, named, rest, several methods at one place.
#include <array>
#include <span>

#include "shrike/server/router.hpp"

namespace shrike::fuzz {

inline std::span<const server::Route> routes() {
  using server::Method;
  static constexpr std::array<server::Route, 8> kRoutes{{{Method::get, "/dashboard", 0},
                                                         {Method::get, "/dashboard/{path*}", 1},
                                                         {Method::post, "/analyze", 2},
                                                         {Method::get, "/decisions", 3},
                                                         {Method::get, "/decisions/{id}", 4},
                                                         {Method::post, "/decisions/{id}/label", 5},
                                                         {Method::delete_, "/blocklist", 6},
                                                         {Method::put, "/stream/generator", 7}}};
  return kRoutes;
}

}  // namespace shrike::fuzz
