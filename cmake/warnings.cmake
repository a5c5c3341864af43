# Warnings are errors in our own code; the parts' headers are system headers and stay out of it. Two warnings are meant for
# single files, and are asked for where these are compiled one by one (the preset `files`): compiled together, a name that
# one file keeps to itself would be a global one to another, and a type of the file's own a header's.
add_library(mongokeep_warnings INTERFACE)
target_compile_options(mongokeep_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Werror
  $<$<NOT:$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>>:-Wshadow>
  $<$<AND:$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>,$<CXX_COMPILER_ID:GNU>>:-Wshadow=local;-Wno-subobject-linkage>)

set(MONGOKEEP_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize= takes them")
if(MONGOKEEP_SANITIZE)
  add_compile_options(-fsanitize=${MONGOKEEP_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${MONGOKEEP_SANITIZE})
endif()

option(MONGOKEEP_COVERAGE "Count which branches are taken (the preset `coverage`)" OFF)
if(MONGOKEEP_COVERAGE)
  add_compile_options(--coverage -fprofile-abs-path -fprofile-update=prefer-atomic)
  add_link_options(--coverage)
endif()
