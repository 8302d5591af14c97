# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# signalbox_test(NAME LIBRARY...): a Qt Test program from NAME.cpp, run by CTest.
# Tests run without a display; each has three minutes unless it sets another limit: QTRY waits for three times as long as
# it is told to before it says what failed, and a test that is ended earlier says nothing. A sanitizer makes them several
# times slower.
set(signalbox_test_timeout 180)
if(SIGNALBOX_SANITIZE)
    set(signalbox_test_timeout 240)
endif()

# A test spends most of its compilation on the same headers: they are compiled once for the tests of the server and once
# for those of the window, whose Qt Test has more in it.
function(signalbox_precompiled_headers target)
    add_library(${target} STATIC "${PROJECT_SOURCE_DIR}/tests/support/precompiled.cpp")
    set_target_properties(${target} PROPERTIES AUTOMOC OFF)
    target_link_libraries(${target} PUBLIC ${ARGN} Qt6::Test)
    # They name the folder of the target, and precompiled headers are good for the same definitions only.
    target_compile_options(${target} PUBLIC -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR)
    target_precompile_headers(${target} PRIVATE
        <QtTest> <QJsonArray> <QJsonDocument> <QJsonObject> <QCborArray> <QCborMap> <QNetworkAccessManager> <QNetworkReply>
        <QTcpServer> <QTcpSocket> <QSslSocket> <QWebSocket> <QWebSocketServer>
        <algorithm> <atomic> <chrono> <functional> <memory> <optional> <thread> <vector>)
endfunction()
signalbox_precompiled_headers(signalbox-test-headers signalbox-server)
target_precompile_headers(signalbox-test-headers PRIVATE <QCoro/QCoroTask> <QCoro/QCoroTimer>)
if(SIGNALBOX_UI)
    signalbox_precompiled_headers(signalbox-window-test-headers signalbox-app)
    target_precompile_headers(signalbox-window-test-headers PRIVATE <QtWidgets>)
endif()

# By itself, without the scan that AUTOMOC makes: a test includes the moc file of its classes, and has no others.
function(signalbox_test name)
    qt_generate_moc(${name}.cpp "${CMAKE_CURRENT_BINARY_DIR}/${name}.moc")
    add_executable(${name} ${name}.cpp "${CMAKE_CURRENT_BINARY_DIR}/${name}.moc")
    set_target_properties(${name} PROPERTIES AUTOMOC OFF)
    set(headers signalbox-test-headers)
    if(SIGNALBOX_UI AND ("signalbox-ui" IN_LIST ARGN OR "signalbox-app" IN_LIST ARGN))
        set(headers signalbox-window-test-headers)
    endif()
    target_precompile_headers(${name} REUSE_FROM ${headers})
    # Newer Qt's QTRY macros narrow their own milliseconds to int. A source's options come after its target's.
    if(Qt6_VERSION VERSION_GREATER_EQUAL 6.5)
        set_source_files_properties(${name}.cpp PROPERTIES COMPILE_OPTIONS -Wno-conversion)
    endif()
    target_link_libraries(${name} PRIVATE ${ARGN} ${headers})
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests" "${CMAKE_CURRENT_BINARY_DIR}")
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

# signalbox_program_tests(NAME...): those that say whether the program works without its window. `ctest --preset headless`
# runs no others, since they would be the same as with it, and builds `signalbox-program-tests`.
add_custom_target(signalbox-program-tests)
function(signalbox_program_tests)
    foreach(name IN LISTS ARGN)
        set_property(TEST ${name} PROPERTY LABELS program)
        if(TARGET ${name})
            add_dependencies(signalbox-program-tests ${name})
        endif()
    endforeach()
endfunction()
