# Warnings are errors in our own code; the parts' headers are system headers and stay out of it.
add_library(mongokeep_warnings INTERFACE)
target_compile_options(mongokeep_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)

set(MONGOKEEP_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize= takes them")
if(MONGOKEEP_SANITIZE)
  add_compile_options(-fsanitize=${MONGOKEEP_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${MONGOKEEP_SANITIZE})
endif()
