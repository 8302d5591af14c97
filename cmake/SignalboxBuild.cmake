# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# How everything here is compiled: one place for flags, definitions, sanitizers
# and precompiled headers. Targets link `signalbox-build`.

set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(SIGNALBOX_CCACHE ccache)
if(SIGNALBOX_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER
        "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}"
        CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime "${SIGNALBOX_CCACHE}")
endif()

add_library(signalbox-build INTERFACE)
target_compile_features(signalbox-build INTERFACE cxx_std_20)
target_compile_definitions(signalbox-build INTERFACE
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_URL_CAST_FROM_STRING
    QT_NO_CONTEXTLESS_CONNECT
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_NO_FOREACH
    QT_DISABLE_DEPRECATED_BEFORE=0x060400
    QT_MESSAGELOGCONTEXT
    TOML_SHARED_LIB=1
    SIGNALBOX_VERSION="${PROJECT_VERSION}")
target_compile_options(signalbox-build INTERFACE
    -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion
    $<$<BOOL:${SIGNALBOX_WERROR}>:-Werror>
    $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)

if(SIGNALBOX_SANITIZE)
    target_compile_options(signalbox-build INTERFACE
        -fsanitize=${SIGNALBOX_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(signalbox-build INTERFACE -fsanitize=${SIGNALBOX_SANITIZE})
endif()

# lld links the test programs in a fraction of the time of GNU ld.
include(CheckLinkerFlag)
check_linker_flag(CXX "-fuse-ld=lld" SIGNALBOX_HAVE_LLD)
if(SIGNALBOX_HAVE_LLD)
    target_link_options(signalbox-build INTERFACE -fuse-ld=lld)
endif()

# signalbox_unity(TARGET GROUPS [FILE...]): with SIGNALBOX_UNITY, TARGET's sources are compiled in so many groups, which takes
# half the CPU time: most of it goes into headers and into the templates that the files have in common. The path of a file says
# which group it is in, so that a new file moves no other. FILEs stay alone: another of their group has a name of theirs.
function(signalbox_unity target groups)
    if(NOT SIGNALBOX_UNITY)
        return()
    endif()
    get_target_property(sources ${target} SOURCES)
    list(FILTER sources INCLUDE REGEX "\\.cpp$")
    foreach(source IN LISTS sources)
        cmake_path(ABSOLUTE_PATH source NORMALIZE OUTPUT_VARIABLE path)
        cmake_path(RELATIVE_PATH path BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}")
        if(NOT path IN_LIST ARGN)
            string(MD5 hash "${path}")
            string(SUBSTRING "${hash}" 0 6 hash)
            math(EXPR group "0x${hash} % ${groups}")
            set_source_files_properties("${source}" PROPERTIES UNITY_GROUP "${group}")
        endif()
    endforeach()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
    # What an unnamed namespace holds is then in a file that another includes, and local names may be those of a file before.
    target_compile_options(${target} PRIVATE -Wno-shadow $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endfunction()
