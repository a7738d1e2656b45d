// Package api is a client for Intercom's REST API: wire types, requests,
// typed errors, paging and the rate limit. One call in, one call out: it
// keeps no cache, never repeats a send and draws nothing.
//
// The quirks of the wire end here. Ids are one string type, times are
// [Time], absent and null are one thing, and what is unknown stays
// distinguishable from zero. Every string that leaves this package has been
// through api/safetext; bodies stay HTML.
package api
