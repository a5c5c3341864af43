# Most of a build's time goes to the same headers, read and instantiated again for each file. So what many files include is
# read once (a precompiled header), and a few files of a room are compiled at a time. Two files of one room must not keep
# the same name to themselves: the compiler says so when they meet. Off (the preset `files`) each file is compiled by
# itself, with no more than what it includes: scripts/check builds that too.
option(MONGOKEEP_TOGETHER "Compile several files at a time, behind one precompiled header" ON)

# GCC tidies its memory up every few MB, which takes a tenth of its time here. So it may have some 400 MB first.
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  add_compile_options(--param=ggc-min-expand=200 --param=ggc-min-heapsize=400000)
endif()

# mongokeep_precompile(NAME HEADERS HEADER... [OPTIONS OPTION...] LINKS LINK...): a header that targets with the same OPTIONS and
# LINKS can have by mongokeep_compile_together().
function(mongokeep_precompile name)
  cmake_parse_arguments(PRECOMPILED "" "" "HEADERS;OPTIONS;LINKS" ${ARGN})
  file(CONFIGURE OUTPUT ${name}.cpp CONTENT "")
  add_library(${name} OBJECT EXCLUDE_FROM_ALL ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  target_link_libraries(${name} PRIVATE ${PRECOMPILED_LINKS})
  target_compile_options(${name} PRIVATE ${PRECOMPILED_OPTIONS})
  target_precompile_headers(${name} PRIVATE ${PRECOMPILED_HEADERS})
endfunction()

# mongokeep_compile_together(TARGET HEADER COUNT): behind the precompiled HEADER, COUNT files at a time.
function(mongokeep_compile_together target header count)
  if(MONGOKEEP_TOGETHER)
    target_precompile_headers(${target} REUSE_FROM ${header})
    target_compile_options(${target} PRIVATE "$<$<CXX_COMPILER_ID:GNU>:-Winvalid-pch;-fpch-preprocess>")
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${count})
  endif()
endfunction()

if(MONGOKEEP_TOGETHER)
  mongokeep_precompile(mongokeep_headers LINKS fmt::fmt mongokeep_warnings HEADERS
    <algorithm> <array> <chrono> <cstring> <condition_variable> <filesystem> <functional> <map> <memory> <mutex> <optional> <set> <span>
    <stop_token> <string> <string_view> <thread> <vector> <fmt/format.h> <fmt/ranges.h>)
endif()
