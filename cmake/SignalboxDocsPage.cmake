# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# signalbox_docs_page(TARGET): builds the page behind /docs into TARGET: Swagger UI, fetched by npm as the lock file
# says, and our own few lines, each compressed once, here, so that nobody does it again for each request.
find_program(SIGNALBOX_NPM npm)
find_program(SIGNALBOX_GZIP gzip)
if(NOT SIGNALBOX_NPM OR NOT SIGNALBOX_GZIP)
    message(FATAL_ERROR "Signalbox needs npm and gzip, for the page that it serves under /docs. "
        "scripts/setup installs them; by hand: apt-get install nodejs npm gzip")
endif()

function(signalbox_docs_page target)
    set(source "${PROJECT_SOURCE_DIR}/resources/docs-page")
    set(build "${CMAKE_CURRENT_BINARY_DIR}/docs-page")
    set(viewer "${build}/node_modules/swagger-ui-dist")
    set(fetched "${viewer}/swagger-ui-bundle.js" "${viewer}/swagger-ui.css")
    add_custom_command(OUTPUT ${fetched}
        COMMAND "${CMAKE_COMMAND}" -E make_directory "${build}"
        COMMAND "${CMAKE_COMMAND}" -E copy "${source}/package.json" "${source}/package-lock.json" "${source}/.npmrc" "${build}"
        COMMAND "${CMAKE_COMMAND}" -E chdir "${build}" "${SIGNALBOX_NPM}" ci --loglevel=error --prefer-offline --ignore-scripts
        COMMAND "${CMAKE_COMMAND}" -E touch ${fetched}
        DEPENDS "${source}/package.json" "${source}/package-lock.json"
        COMMENT "Fetching Swagger UI" VERBATIM)
    set(compressed)
    foreach(file IN ITEMS ${fetched} "${source}/index.html" "${source}/start.js"
            "${PROJECT_SOURCE_DIR}/resources/app/signalbox.svg")
        get_filename_component(name "${file}" NAME)
        set(output "${build}/${name}.gz")
        add_custom_command(OUTPUT "${output}"
            COMMAND sh -c "\"$0\" -9nc \"$1\" > \"$2\"" "${SIGNALBOX_GZIP}" "${file}" "${output}"
            DEPENDS "${file}" VERBATIM)
        list(APPEND compressed "${output}")
    endforeach()
    qt_add_resources(${target} signalbox_docs_page PREFIX /docs-page BASE "${build}" FILES ${compressed}
        OPTIONS -no-compress)
endfunction()
