# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What `cmake --install` places, and the Debian package that `cpack -G DEB` makes of it.
set(SIGNALBOX_ID io.github.signalbox.Signalbox)
set(packaging "${PROJECT_SOURCE_DIR}/resources/packaging")

# signalbox_install_compressed(FILE NAME DESTINATION): FILE as NAME.gz, as Debian wants manual pages and changelogs.
function(signalbox_install_compressed file name destination)
    set(output "${CMAKE_CURRENT_BINARY_DIR}/${name}.gz")
    add_custom_command(OUTPUT "${output}"
        COMMAND sh -c "\"$0\" -9nc \"$1\" > \"$2\"" "${SIGNALBOX_GZIP}" "${file}" "${output}"
        DEPENDS "${file}" VERBATIM)
    add_custom_target("signalbox-${name}" ALL DEPENDS "${output}")
    install(FILES "${output}" DESTINATION "${destination}")
endfunction()

install(TARGETS signalbox RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
signalbox_install_compressed("${packaging}/signalbox.1" signalbox.1 "${CMAKE_INSTALL_MANDIR}/man1")
signalbox_install_compressed("${PROJECT_SOURCE_DIR}/CHANGELOG.md" changelog "${CMAKE_INSTALL_DOCDIR}")
install(FILES "${PROJECT_SOURCE_DIR}/docs/signalbox.example.toml" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
if(SIGNALBOX_UI)
    install(FILES "${PROJECT_SOURCE_DIR}/resources/app/signalbox.svg" RENAME "${SIGNALBOX_ID}.svg"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
    install(FILES "${packaging}/${SIGNALBOX_ID}.desktop" DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
    install(FILES "${packaging}/${SIGNALBOX_ID}.metainfo.xml" DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo")
endif()
install(FILES "${packaging}/copyright" DESTINATION "${CMAKE_INSTALL_DOCDIR}")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME signalbox)
set(CPACK_PACKAGE_VENDOR "The Signalbox developers")
set(CPACK_PACKAGE_CONTACT "The Signalbox developers <signalbox@users.noreply.github.com>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "local API server with a window that watches its requests live")
set(CPACK_PACKAGE_DESCRIPTION
    "Signalbox is an API server and a window on it in one program. Every request\nappears as it happens, with its true latency, its spans and its log lines.")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS OFF)
# Qt loads its plugins at run time, so that no linker names them.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libqt6sql6-sqlite")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "libqt6sql6-psql")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "redis-server")
if(SIGNALBOX_UI)
    # Debian took the engine for SVG icons out of libqt6svg6 in 6.7.2-5.
    string(APPEND CPACK_DEBIAN_PACKAGE_DEPENDS ", qt6-qpa-plugins, qt6-svg-plugins | libqt6svg6 (<< 6.7.2-5~)")
    string(APPEND CPACK_DEBIAN_PACKAGE_RECOMMENDS ", fonts-roboto-unhinted, fonts-jetbrains-mono")
endif()
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
include(CPack)
