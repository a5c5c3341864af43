"""The library as an application finds it: installed, by find_package, without our sources."""

import pathlib
import tempfile
import unittest

from support import BUILD, SOURCE, run


class Library(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.work = pathlib.Path(cls.folder.name)
        cls.prefix = cls.work / "prefix"
        run("cmake", "--install", BUILD, "--component", "development", "--prefix", cls.prefix)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_installs_no_more_than_headers_archive_and_package(self):
        files = {path.name for path in self.prefix.rglob("*") if path.is_file() and path.suffix != ".h"}
        self.assertEqual({name for name in files if not name.startswith("mongokeepTargets")},
                         {"libmongokeep.a", "library_parts.cmake", "mongokeepConfig.cmake", "mongokeepConfigVersion.cmake"})
        headers = {path.name for path in (self.prefix / "include" / "mongokeep").iterdir()}
        self.assertEqual(headers, {path.name for path in (SOURCE / "include" / "mongokeep").iterdir()})

    def test_each_header_stands_by_itself(self):
        for header in sorted((self.prefix / "include" / "mongokeep").iterdir()):
            source = self.work / "one.cpp"
            source.write_text(f"#include <mongokeep/{header.name}>\n")
            run("c++", "-std=c++20", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only", "-I",
                self.prefix / "include", source)

    def test_tells_its_version_to_the_preprocessor_and_to_the_program(self):
        self.build("probe", """
            #include <mongokeep/version.h>
            #include <cstdio>
            #if MONGOKEEP_VERSION < 100
            #error too old
            #endif
            int main() { std::printf("%.*s", int(mongokeep::version().size()), mongokeep::version().data()); }
            """)
        found = run("cmake", "-DCMAKE_PREFIX_PATH=" + str(self.prefix), "-P", self.script())
        self.assertEqual(run(self.work / "probe" / "build" / "probe"), found.strip())

    def test_the_examples_build_against_it(self):
        build = self.work / "examples"
        run("cmake", "-S", SOURCE / "examples", "-B", build, "-DCMAKE_PREFIX_PATH=" + str(self.prefix), may_complain=True)
        run("cmake", "--build", build)
        for name in ("embed", "nightly"):
            self.assertTrue((build / name).exists())

    def script(self):
        """Prints the version that the package tells."""
        path = self.work / "version.cmake"
        path.write_text('set(PACKAGE_FIND_VERSION 0.1)\n'
                        f'file(GLOB_RECURSE file "{self.prefix}/*/mongokeepConfigVersion.cmake")\n'
                        'include(${file})\nexecute_process(COMMAND ${CMAKE_COMMAND} -E echo ${PACKAGE_VERSION})\n')
        return path

    def build(self, name, text):
        folder = self.work / name
        folder.mkdir()
        (folder / "main.cpp").write_text(text)
        (folder / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.25)\nproject(probe LANGUAGES C CXX)\nfind_package(mongokeep REQUIRED)\n"
            f"add_executable({name} main.cpp)\ntarget_link_libraries({name} PRIVATE mongokeep::mongokeep)\n")
        run("cmake", "-S", folder, "-B", folder / "build", "-DCMAKE_PREFIX_PATH=" + str(self.prefix), may_complain=True)
        run("cmake", "--build", folder / "build")


if __name__ == "__main__":
    unittest.main()
