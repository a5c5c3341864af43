# Found by find_package(mongokeep): the target mongokeep::mongokeep.
include(${CMAKE_CURRENT_LIST_DIR}/library_parts.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/mongokeepTargets.cmake)
