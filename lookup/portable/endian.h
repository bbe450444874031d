/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Of <endian.h>, where a system has none (portable.h). */
#ifndef ICD_PORTABLE_ENDIAN_H
#define ICD_PORTABLE_ENDIAN_H

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define be32toh(number) (number)
#define be64toh(number) (number)
#define htobe64(number) (number)
#define le64toh(number) __builtin_bswap64(number)
#else
#define be32toh(number) __builtin_bswap32(number)
#define be64toh(number) __builtin_bswap64(number)
#define htobe64(number) __builtin_bswap64(number)
#define le64toh(number) (number)
#endif

#endif
