# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What ThreadSanitizer has to be told of a Qt that isn't built for it. The names are those that Qt 6.4 has; a newer
# Qt has some others, and is not told of.
if(NOT SIGNALBOX_SANITIZE STREQUAL "thread" OR Qt6_VERSION VERSION_GREATER_EQUAL 6.5)
    return()
endif()

set(handovers "${PROJECT_SOURCE_DIR}/tests/sanitizer/qt_handovers.cpp")
add_library(signalbox-qt-handovers STATIC "${handovers}")
target_compile_features(signalbox-qt-handovers PRIVATE cxx_std_20)
target_link_libraries(signalbox-qt-handovers PUBLIC Qt6::Core)
target_link_libraries(signalbox-build INTERFACE signalbox-qt-handovers)

file(STRINGS "${handovers}" lines REGEX "\"_Z")
foreach(line IN LISTS lines)
    string(REGEX MATCH "_Z[A-Za-z0-9_]+" function "${line}")
    target_link_options(signalbox-build INTERFACE "-Wl,--wrap=${function}")
endforeach()
