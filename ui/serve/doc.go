// Package serve is the inbox over SSH: one process, one token and one copy of
// the conversations for a whole team, and for each teammate a desk and a
// screen of their own. It authenticates by public key, keeps the sessions
// apart, and writes down who sent what. It draws nothing and speaks to
// Intercom only through the desks.
package serve
