# mongokeep_room(NAME LINKS ... SOURCES ...): one folder of src/ as a library, mongokeep::NAME.
# LINKS is the whole list of what the room may include; scripts/check compares it with the includes, file by file.
function(mongokeep_room name)
  cmake_parse_arguments(ROOM "" "" "LINKS;SOURCES" ${ARGN})
  add_library(mongokeep_${name} STATIC ${ROOM_SOURCES})
  add_library(mongokeep::${name} ALIAS mongokeep_${name})
  target_include_directories(mongokeep_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)
  target_link_libraries(mongokeep_${name} PUBLIC ${ROOM_LINKS} PRIVATE mongokeep_warnings)
  set_property(GLOBAL APPEND PROPERTY MONGOKEEP_ROOMS mongokeep_${name})
  list(FILTER ROOM_LINKS EXCLUDE REGEX ^mongokeep::)
  set_property(GLOBAL APPEND PROPERTY MONGOKEEP_PARTS ${ROOM_LINKS})
  mongokeep_compile_together(mongokeep_${name} mongokeep_headers 8)
endfunction()
