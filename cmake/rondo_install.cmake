# SPDX-License-Identifier: Apache-2.0
# Install rules: the library with its headers, `find_package(rondo)`, pkg-config, and the command.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# Headers of several folders: kept together in a folder of their own, which users' include paths get.
set(RONDO_INSTALL_INCLUDEDIR ${CMAKE_INSTALL_INCLUDEDIR}/rondo-${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
set(RONDO_INSTALL_CMAKEDIR ${CMAKE_INSTALL_LIBDIR}/cmake/rondo)

install(TARGETS rondo EXPORT rondo-targets ARCHIVE FILE_SET HEADERS DESTINATION ${RONDO_INSTALL_INCLUDEDIR})
install(EXPORT rondo-targets NAMESPACE rondo:: DESTINATION ${RONDO_INSTALL_CMAKEDIR})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/rondo-config.cmake.in rondo-config.cmake
                              INSTALL_DESTINATION ${RONDO_INSTALL_CMAKEDIR})
write_basic_package_version_file(rondo-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/rondo-config.cmake ${PROJECT_BINARY_DIR}/rondo-config-version.cmake
        DESTINATION ${RONDO_INSTALL_CMAKEDIR})
configure_file(${CMAKE_CURRENT_LIST_DIR}/rondo.pc.in rondo.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/rondo.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
if(TARGET rondo_cli)
  install(TARGETS rondo_cli)
endif()
