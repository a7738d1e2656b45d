// Package desk is what an agent holds locally: conversations, drafts, the
// outbox, and the loop that keeps them in step with Intercom. The screen, the
// command line and the SSH server share it. It draws nothing, and it never
// waits for whoever watches it.
package desk
