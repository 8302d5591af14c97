# SPDX-FileCopyrightText: 2026 The Signalbox developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# signalbox_bullmq_scripts(TARGET): builds the Lua scripts of the npm package bullmq into TARGET, as bullmq_scripts.h. The
# package is the one in resources/bullmq/package-lock.json, by version and by hash. It is packed, not installed: nothing of it runs.
set(SIGNALBOX_BULLMQ_TARBALL "" CACHE FILEPATH "The bullmq package as a file, for builds without a network (else npm fetches it)")
find_package(Python3 REQUIRED COMPONENTS Interpreter)

function(signalbox_bullmq_scripts target)
    set(source "${PROJECT_SOURCE_DIR}/resources/bullmq")
    set(build "${CMAKE_CURRENT_BINARY_DIR}/bullmq")
    file(READ "${source}/package-lock.json" lock)
    string(JSON version GET "${lock}" packages node_modules/bullmq version)
    string(JSON integrity GET "${lock}" packages node_modules/bullmq integrity)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${source}/package-lock.json")

    set(tarball "${SIGNALBOX_BULLMQ_TARBALL}")
    if(NOT tarball)
        set(tarball "${build}/bullmq-${version}.tgz")
        add_custom_command(OUTPUT "${tarball}"
            COMMAND "${CMAKE_COMMAND}" -E make_directory "${build}"
            COMMAND sh -c "cd \"$0\" && { \"$1\" pack \"bullmq@$2\" --loglevel=error --prefer-offline || { echo \"npm could not fetch bullmq $2. Without a network: -DSIGNALBOX_BULLMQ_TARBALL=FILE\" >&2; exit 1; }; }"
                "${build}" "${SIGNALBOX_NPM}" "${version}"
            COMMENT "Fetching BullMQ ${version} (offline: -DSIGNALBOX_BULLMQ_TARBALL=bullmq-${version}.tgz)" VERBATIM)
    endif()
    set(outputs "${build}/bullmq_scripts.cpp" "${build}/bullmq_scripts.h" "${build}/bullmq-licence.txt")
    add_custom_command(OUTPUT ${outputs}
        COMMAND "${Python3_EXECUTABLE}" "${PROJECT_SOURCE_DIR}/cmake/bullmq_scripts.py" "${tarball}" "${integrity}"
            "${source}/scripts.txt" "${build}"
        COMMAND "${CMAKE_COMMAND}" -E touch ${outputs}
        DEPENDS "${tarball}" "${source}/scripts.txt" "${PROJECT_SOURCE_DIR}/cmake/bullmq_scripts.py"
        COMMENT "Embedding BullMQ's scripts" VERBATIM)
    add_custom_target(signalbox-bullmq-scripts DEPENDS ${outputs})
    target_sources(${target} PRIVATE "${build}/bullmq_scripts.cpp" "${build}/bullmq_scripts.h")
    set_source_files_properties("${build}/bullmq_scripts.cpp" "${build}/bullmq_scripts.h" PROPERTIES SKIP_AUTOGEN ON)
    target_include_directories(${target} PUBLIC "${build}")
    add_dependencies(${target} signalbox-bullmq-scripts)
    install(FILES "${build}/bullmq-licence.txt" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
endfunction()
