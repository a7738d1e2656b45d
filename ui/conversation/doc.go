// Package conversation is the pane with the open conversation: the message
// that started it, then its parts, laid out only as far as they are visible.
//
// It fetches nothing, opens nothing and marks nothing as read: the root gives
// it the thread that the desk holds, and learns from its messages what the
// agent saw and wants opened. How a body looks is ui/richtext's matter, the
// customer panel and the figures are in ui/details.
package conversation
