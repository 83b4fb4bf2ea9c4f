// Swift does not see the macro lapack_int, so the shim gives the type a name of its own.
#pragma once
#include <cblas.h>
#include <lapacke.h>
typedef lapack_int HRLapackInt;
