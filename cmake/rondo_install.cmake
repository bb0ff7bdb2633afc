# SPDX-License-Identifier: Apache-2.0
# Install rules: both forms of the library with the headers, `find_package(rondo)`, pkg-config, and the command.
# Each file belongs to one of three components: runtime (the shared library), development and command.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(RONDO_INSTALL_CMAKEDIR ${CMAKE_INSTALL_LIBDIR}/cmake/rondo)

install(TARGETS rondo EXPORT rondo-static-targets ARCHIVE COMPONENT development
        FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
if(RONDO_LINK_TIME_OPTIMIZATION AND CMAKE_OBJCOPY)
  # What the linker optimizes by is of one version of the compiler; others need the machine code only.
  install(CODE "
    file(GLOB archives \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_LIBDIR}/librondo.a\")
    foreach(archive IN LISTS archives)
      execute_process(COMMAND ${CMAKE_OBJCOPY} --wildcard --remove-section=.gnu.lto_* --remove-section=.gnu.debuglto_*
                              \"\${archive}\" COMMAND_ERROR_IS_FATAL ANY)
    endforeach()" COMPONENT development)
endif()
install(EXPORT rondo-static-targets NAMESPACE rondo:: DESTINATION ${RONDO_INSTALL_CMAKEDIR} COMPONENT development)
if(TARGET rondo_shared)
  install(TARGETS rondo_shared EXPORT rondo-shared-targets
          LIBRARY COMPONENT runtime NAMELINK_COMPONENT development
          FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
  install(EXPORT rondo-shared-targets NAMESPACE rondo:: DESTINATION ${RONDO_INSTALL_CMAKEDIR} COMPONENT development)
endif()

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/rondo-config.cmake.in rondo-config.cmake
                              INSTALL_DESTINATION ${RONDO_INSTALL_CMAKEDIR})
write_basic_package_version_file(rondo-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/rondo-config.cmake ${PROJECT_BINARY_DIR}/rondo-config-version.cmake
        DESTINATION ${RONDO_INSTALL_CMAKEDIR} COMPONENT development)

# What is installed may be moved: the way from the folder of rondo.pc to the prefix.
file(RELATIVE_PATH RONDO_PC_TO_PREFIX /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" RONDO_PC_TO_PREFIX "${RONDO_PC_TO_PREFIX}")
configure_file(${CMAKE_CURRENT_LIST_DIR}/rondo.pc.in rondo.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/rondo.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
if(TARGET rondo_cli)
  install(TARGETS rondo_cli RUNTIME COMPONENT command)
endif()
