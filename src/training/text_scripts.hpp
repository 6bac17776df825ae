#pragma once
// The texts behind text_templates.hpp.
#include <span>
#include <string_view>

#include "shrike/domain/event.hpp"

namespace shrike::training {

/// "[a|b]" is one of a and b, "{m}" a filling: {m} amount, {l} link of a scam, {w} link of a real site, {p} phone
/// number, {n} first name, {t} time, {d} digits, {b} bank, {c} courier, {s} shop, {k} day. "/" between sentences: each
/// may be left out.
struct Script {
  domain::Channel channel;
  std::string_view text;
};

std::span<const Script> scam_scripts();
std::span<const Script> genuine_scripts();

}  // namespace shrike::training
