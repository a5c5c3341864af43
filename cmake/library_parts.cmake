# The parts that the library is built on, all from Debian: docs/architecture.md says what each is for. Installed with the
# library: whoever links it needs them too.
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(date REQUIRED)
find_package(mongoc-1.0 REQUIRED)
find_package(simdjson REQUIRED)
find_package(dragonbox REQUIRED)
find_package(HWY REQUIRED)
find_package(CURL REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
# What servers may compress their messages with; libmongoc brings them along.
find_package(ZLIB REQUIRED)
find_package(Snappy REQUIRED)
