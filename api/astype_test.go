package api_test

import "errors"

// asType is errors.AsType, shorter at the call.
func asType[T error](err error) (T, bool) { return errors.AsType[T](err) }
