# Warnings, hardening, sanitizers, and the two things that keep rebuilds short: ccache and mold.
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wno-missing-field-initializers)
# g++ 12 sees writes past the end of short strings in its own library where there are none (GCC bug 105329).
add_compile_options(-Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread)
option(SHRIKE_WERROR "Treat warnings as errors" OFF)
if(SHRIKE_WERROR)
  add_compile_options(-Werror)
endif()
add_compile_options(-fstack-protector-strong)
add_compile_definitions(_GLIBCXX_ASSERTIONS)
add_link_options(-Wl,-z,relro,-z,now)

if(CMAKE_BUILD_TYPE STREQUAL "Release")
  # x86-64-v2 has SSE4.2, in every server processor since 2009. No fast-math: decisions must be equal to the bit.
  set(CMAKE_CXX_FLAGS_RELEASE "-O2")
  add_compile_definitions(_FORTIFY_SOURCE=2)
else()
  set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer")
endif()

if(SHRIKE_SANITIZE)
  add_compile_options(-fsanitize=${SHRIKE_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${SHRIKE_SANITIZE})
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros;CCACHE_PCH_EXTSUM=true;${CCACHE_PROGRAM}")
  add_compile_options(-fpch-preprocess)
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()
