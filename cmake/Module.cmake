# shrike_module(<name> [DEPENDS <module>…] [LIBRARIES <target>…])
# One static library per folder of src/. Sources are found by name, so that adding a file needs no edit here.
# DEPENDS is the include table of docs/ARCHITECTURE.md; tests/unit/architecture checks it against the real includes.
function(shrike_module name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LIBRARIES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/${name}/*.cpp")
  add_library(shrike_${name} STATIC ${sources})
  target_include_directories(shrike_${name} PUBLIC "${CMAKE_SOURCE_DIR}/include" PRIVATE "${CMAKE_SOURCE_DIR}/src")
  list(TRANSFORM ARG_DEPENDS PREPEND shrike_)
  target_link_libraries(shrike_${name} PUBLIC ${ARG_DEPENDS} PRIVATE ${ARG_LIBRARIES})
  target_precompile_headers(shrike_${name} REUSE_FROM shrike_precompiled_std)
endfunction()
