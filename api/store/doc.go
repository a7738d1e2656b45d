// Package store is the local database of a profile: conversations and
// contacts, drafts, the outbox, and the full-text index. It knows rows. It
// does not decide what happens to them, draws nothing and never speaks to
// Intercom.
//
// There are two SQLite files in one directory. desk.db holds what only this
// agent has and what must never be lost: drafts, the outbox, which part was
// seen last. Every commit to it is on the disk before the call returns.
// cache.db holds copies of what Intercom has: it may be thrown away, and is,
// when its shape changes or its pages are damaged.
//
// Several programs may share one directory. Each write is one immediate
// transaction; an outbox row is claimed in one statement; who claimed it is
// known to be alive as long as it holds its lock file. The directory must be
// on a local disk: neither SQLite's log nor file locks are safe on a network
// file system.
//
// All methods are safe for concurrent use.
package store
