package store

import (
	"context"
	"errors"
	"os"
	"syscall"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// The conditions a caller may want to tell apart.
var (
	ErrNotFound = errors.New("not in the local database")
	ErrNewer    = errors.New("the local database was written by a newer Parley")
)

// errDamaged is what a check of the pages found.
var errDamaged = errors.New("damaged pages")

// fileError says of which file an error of SQLite came.
type fileError struct {
	file string
	err  error
}

func (e *fileError) Error() string { return e.file + ": " + e.err.Error() }
func (e *fileError) Unwrap() error { return e.err }

// CacheDamaged reports whether err says that the local copy of what is at
// Intercom is damaged: see [Store.MendCache].
func CacheDamaged(err error) bool {
	e, ok := errors.AsType[*fileError](err)
	return ok && e.file == cacheFile && Corrupt(err)
}

// code is the primary result code of SQLite in err, 0 when there is none.
func code(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}

// Corrupt reports whether err says that a file is damaged or no database.
func Corrupt(err error) bool {
	c := code(err)
	return c == lib.SQLITE_CORRUPT || c == lib.SQLITE_NOTADB || errors.Is(err, errDamaged)
}

// Busy reports whether err says that another program holds the database.
func Busy(err error) bool {
	c := code(err)
	return c == lib.SQLITE_BUSY || c == lib.SQLITE_LOCKED
}

// Full reports whether err says that the disk is full.
func Full(err error) bool {
	return code(err) == lib.SQLITE_FULL || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// Trouble reports whether err came of the local database or its disk.
func Trouble(err error) bool {
	return code(err) != 0 || Full(err) || Corrupt(err) || errors.Is(err, ErrNewer)
}

// Sentence says err to a person, with the next step. It is "" for nil and
// for a cancelled context.
func Sentence(err error) string {
	switch c := code(err); {
	case err == nil || errors.Is(err, context.Canceled):
		return ""
	case Full(err):
		return "The disk is full, so nothing more can be kept. Free some space, then try again."
	case Busy(err):
		return "Another program holds the local database. Close it, then try again."
	case Corrupt(err):
		return "The local database is damaged. Start Parley again: it sets the file aside and saves the drafts."
	case errors.Is(err, ErrNewer):
		return "The local database was written by a newer Parley. Update Parley, or choose another profile."
	case c == lib.SQLITE_READONLY || c == lib.SQLITE_CANTOPEN || c == lib.SQLITE_PERM ||
		errors.Is(err, os.ErrPermission) || errors.Is(err, syscall.EROFS):
		return "The data directory cannot be written to. Correct its owner and rights, or choose another."
	case c == lib.SQLITE_IOERR:
		return "The disk does not read or write properly. Check it, then start Parley again."
	default:
		return "The local database did not work: " + err.Error() + "."
	}
}
