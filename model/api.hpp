// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the shared library offers. All else in it is hidden: the library is compiled with hidden visibility.
/// An exception needs it to be caught on the other side of the library's border.
#if defined(__GNUC__)
#define RONDO_API __attribute__((visibility("default")))
#else
#define RONDO_API
#endif
