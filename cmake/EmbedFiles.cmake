# shrike_embed(<target> <symbol> <root> [file…])
# Puts files into the binary: an assembler file with .incbin per file and a table of {name, bytes} in C++.
# The table is `std::span<const shrike::EmbeddedFile> shrike::embedded::<symbol>()` (include/shrike/base/embedded_file.hpp).
# Names are relative to <root>.
function(shrike_embed target symbol root)
  set(dir "${CMAKE_BINARY_DIR}/embedded")
  file(MAKE_DIRECTORY "${dir}")
  set(assembler ".section .rodata\n")
  set(externs "")
  set(rows "")
  set(index 0)
  foreach(file IN LISTS ARGN)
    file(RELATIVE_PATH name "${root}" "${file}")
    set(label "shrike_embedded_${symbol}_${index}")
    string(APPEND assembler
      ".global ${label}\n.global ${label}_end\n.balign 16\n${label}:\n.incbin \"${file}\"\n${label}_end:\n.byte 0\n")
    string(APPEND externs "extern const char ${label}[];\nextern const char ${label}_end[];\n")
    string(APPEND rows "    {\"${name}\", {${label}, static_cast<std::size_t>(${label}_end - ${label})}},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  string(APPEND assembler ".section .note.GNU-stack,\"\",@progbits\n")
  set(body "return {};")
  if(index GREATER 0)
    set(body "static const std::array<EmbeddedFile, ${index}> files{{\n${rows}  }};\n  return files;")
  endif()
  file(CONFIGURE OUTPUT "${dir}/${symbol}.S" CONTENT "@assembler@" @ONLY)
  file(CONFIGURE OUTPUT "${dir}/${symbol}.cpp" CONTENT
"#include \"shrike/base/embedded_file.hpp\"
#include <array>
extern \"C\" {
@externs@}
namespace shrike::embedded {
std::span<const EmbeddedFile> @symbol@() {
  @body@
}
}  // namespace shrike::embedded
" @ONLY)
  set_source_files_properties("${dir}/${symbol}.S" PROPERTIES LANGUAGE C OBJECT_DEPENDS "${ARGN}" SKIP_PRECOMPILE_HEADERS ON
    COMPILE_OPTIONS "-xassembler")
  set_source_files_properties("${dir}/${symbol}.cpp" PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  target_sources(${target} PRIVATE "${dir}/${symbol}.S" "${dir}/${symbol}.cpp")
endfunction()
