# shrike_precompiled(<name> <header>…)
# One precompiled header for many targets, which take it with target_precompile_headers(… REUSE_FROM <name>): reading the
# standard library once saves about half a second a file. It is made without ccache: its bytes differ from one build
# to the next, so the cache is told what it stands for in a .sum file instead (CCACHE_PCH_EXTSUM).
file(WRITE "${CMAKE_BINARY_DIR}/empty.cpp.in" "")
function(shrike_precompiled name)
  file(COPY_FILE "${CMAKE_BINARY_DIR}/empty.cpp.in" "${CMAKE_BINARY_DIR}/${name}.cpp" ONLY_IF_DIFFERENT)
  add_library(${name} OBJECT "${CMAKE_BINARY_DIR}/${name}.cpp")
  set_target_properties(${name} PROPERTIES CXX_COMPILER_LAUNCHER "")
  target_precompile_headers(${name} PRIVATE ${ARGN})
  string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
  get_directory_property(options COMPILE_OPTIONS)
  get_directory_property(definitions COMPILE_DEFINITIONS)
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${name}.dir/cmake_pch.hxx.gch.sum"
       CONTENT "${CMAKE_CXX_COMPILER_VERSION} ${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}} ${options} ${definitions} ${ARGN}\n")
endfunction()
