// Package details is what surrounds a conversation: the customer panel, and
// every figure that Intercom keeps about a conversation. It fetches nothing
// and changes nothing; what is unknown is left out, never shown as 0.
package details
