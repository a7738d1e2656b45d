// Package api is a client for Intercom's REST API: wire types, requests,
// typed errors, paging and the rate limit. One call in, one call out: it
// keeps no cache, never repeats a send and draws nothing.
//
// The quirks of the wire end here. Ids are one string type, times are
// [Time], absent and null are one thing, and what is unknown stays
// distinguishable from zero. Every string that leaves this package has been
// through api/safetext; bodies stay HTML. Only Raw fields hold what the API
// said byte for byte.
//
// A [Client] is made by [New] and shared: its services are fields
// (c.Conversations.Reply). Calls that read are repeated with jitter while the
// network or the server has a bad moment, and wait for a new window of the
// rate limit when the context leaves time. Calls that change something are
// made once, over a connection of their own, and go before reads when the
// window runs short.
//
// What went wrong is told by [Error] (Intercom said no), [NetworkError] (it
// said nothing), [PostedError] (it said yes and no more), [RateLimitError],
// [FieldError] and [VersionError] (it was not asked). [FateOf] tells of each
// whether a send was accepted, [Kind] what a person can do about it, and
// [Sentence] says so.
package api
