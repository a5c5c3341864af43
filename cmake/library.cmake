# The library as an application gets it: all rooms in one archive, the public headers, and a CMake package.
#
#   cmake --build build/release --target mongokeep
#   cmake --install build/release --component development --prefix /usr/local
#   …
#   find_package(mongokeep REQUIRED)
#   target_link_libraries(application PRIVATE mongokeep::mongokeep)
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

get_property(rooms GLOBAL PROPERTY MONGOKEEP_ROOMS)
get_property(parts GLOBAL PROPERTY MONGOKEEP_PARTS)
list(REMOVE_DUPLICATES parts)
list(TRANSFORM rooms REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>" OUTPUT_VARIABLE objects)

add_library(mongokeep STATIC ${objects})
add_library(mongokeep::mongokeep ALIAS mongokeep)
set_target_properties(mongokeep PROPERTIES LINKER_LANGUAGE CXX)
target_compile_features(mongokeep PUBLIC cxx_std_20)
target_include_directories(mongokeep INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>)
target_link_libraries(mongokeep PRIVATE ${parts})

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/mongokeep)
install(TARGETS mongokeep EXPORT mongokeepTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(DIRECTORY include/mongokeep DESTINATION include COMPONENT development)
install(EXPORT mongokeepTargets NAMESPACE mongokeep:: DESTINATION ${package} COMPONENT development)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/mongokeepConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES cmake/mongokeepConfig.cmake cmake/library_parts.cmake ${CMAKE_CURRENT_BINARY_DIR}/mongokeepConfigVersion.cmake
        DESTINATION ${package} COMPONENT development)
