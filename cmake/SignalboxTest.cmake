# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# signalbox_test(NAME LIBRARY...): a Qt Test program from NAME.cpp, run by CTest.
# Tests run without a display; each has a minute unless it sets another limit. A sanitizer makes them several times slower.
set(signalbox_test_timeout 60)
if(SIGNALBOX_SANITIZE)
    set(signalbox_test_timeout 240)
endif()

function(signalbox_test name)
    add_executable(${name} ${name}.cpp)
    # Newer Qt's QTRY macros narrow their own milliseconds to int. A source's options come after its target's.
    if(Qt6_VERSION VERSION_GREATER_EQUAL 6.5)
        set_source_files_properties(${name}.cpp PROPERTIES COMPILE_OPTIONS -Wno-conversion)
    endif()
    target_link_libraries(${name} PRIVATE ${ARGN} Qt6::Test)
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests")
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin/tests")
    add_test(NAME ${name} COMMAND ${name})
    # ThreadSanitizer takes a process for forked once QProcess has called vfork in it, and would then allow no thread.
    set_tests_properties(${name} PROPERTIES TIMEOUT ${signalbox_test_timeout}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/tsan.supp:die_after_fork=0;LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/lsan.supp")
endfunction()

# signalbox_database_test(NAME LIBRARY...): likewise, with the PostgreSQL server of the tests running.
function(signalbox_database_test name)
    signalbox_test(${name} ${ARGN} signalbox-test-support)
    set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED postgresql)
endfunction()
