#pragma once
// JSON forms of cases.
#include <string>

#include "shrike/base/json_writer.hpp"
#include "shrike/store/cases.hpp"

namespace shrike::api {

std::string case_json(const store::Case& one);
std::string case_page_json(const store::CasePage& page, const store::CaseCounts& counts);
/// `assignees`: names of those who may work on it.
std::string case_detail_json(const store::Case& one, const store::CaseItems& items,
                             const std::vector<std::string>& assignees);

}  // namespace shrike::api
