#include "shrike/engine/model_file.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>

#include "shrike/base/hash.hpp"

namespace shrike::engine {

namespace {
constexpr std::array<std::string_view, kModelFormat> kFormats{"shrike-model-1", "shrike-model-2"};
constexpr std::size_t kHeaderBytesMax = 1U << 20U;
constexpr int kDepthMax = 32;

/// The JSON library reads any depth, but writes and copies by recursion.
bool is_shallow(std::string_view json) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < json.size() && depth <= kDepthMax; ++i) {
    if (json[i] == '\\' && quoted) {
      ++i;
    } else if (json[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && (json[i] == '{' || json[i] == '[')) {
      ++depth;
    } else if (!quoted && (json[i] == '}' || json[i] == ']')) {
      --depth;
    }
  }
  return depth <= kDepthMax;
}

Error corrupt(std::string_view what) { return {ErrorKind::corrupt, fmt::format("model file: {}", what)}; }
}  // namespace

std::string write_model_file(const ModelFile& file) {
  nlohmann::ordered_json header;
  SHRIKE_ASSERT(file.format == kModelFormat);
  header["format"] = kFormats.back();
  header["kind"] = file.header.kind;
  header["id"] = file.header.id;
  header["version"] = file.header.version;
  header["inputs"] = nlohmann::ordered_json::parse(file.inputs_json);
  header["summary"] = nlohmann::ordered_json::parse(file.header.summary_json);
  header["payload_bytes"] = file.payload.size();
  header["payload_crc32c"] = crc32c(file.payload);
  return header.dump() + "\n" + file.payload;
}

Result<ModelFile> read_model_file(std::string_view bytes) {
  if (bytes.size() > kModelBytesMax) return invalid("model file: larger than 64 MiB");
  const std::size_t line_end = bytes.substr(0, kHeaderBytesMax).find('\n');
  if (line_end == std::string_view::npos) return corrupt("no header line");
  if (!is_shallow(bytes.substr(0, line_end))) return corrupt("the header is nested too deeply");
  const auto header = nlohmann::ordered_json::parse(bytes.substr(0, line_end), nullptr, false);
  try {
    ModelFile file;
    const auto format = std::ranges::find(kFormats, header.at("format").get<std::string>());
    if (format == kFormats.end()) return corrupt("unknown format");
    file.format = 1 + static_cast<int>(format - kFormats.begin());
    file.header.kind = header.at("kind");
    file.header.id = header.at("id");
    // The library would cast any number to it, also one that does not fit.
    const auto& version = header.at("version");
    if (!version.is_number_unsigned() || version.get<std::uint64_t>() > std::numeric_limits<std::uint32_t>::max())
      return corrupt("the version is no whole number of 32 bits");
    file.header.version = version.get<std::uint32_t>();
    const auto& summary = header.at("summary");
    file.header.summary_json = summary.dump();
    if (summary.is_object() && summary.contains("tenant")) file.header.tenant = summary["tenant"].get<std::string>();
    file.inputs_json = header.at("inputs").dump();
    file.payload = bytes.substr(line_end + 1);
    if (header.at("payload_bytes") != file.payload.size())
      return corrupt("the payload has another length than the header says");
    if (header.at("payload_crc32c") != crc32c(file.payload)) return corrupt("the payload does not match its checksum");
    return file;
  } catch (const nlohmann::json::exception&) {
    return corrupt("the header lacks a field or has a wrong type");
  }
}

}  // namespace shrike::engine
