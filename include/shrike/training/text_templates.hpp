#pragma once
// Messages and calls of our own writing: kinds of scams and of genuine messages that the public data sets lack.
#include <cstdint>
#include <vector>

#include "shrike/training/trainer.hpp"

namespace shrike::training {

/// `count` examples, about two in five scams; the same seed gives the same ones. Those of one template share a group.
std::vector<MessageExample> template_messages(std::size_t count, std::uint64_t seed);

}  // namespace shrike::training
