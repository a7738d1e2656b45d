// Package cli is the line-oriented user interface: every subcommand, what it
// prints, and the exit codes. Data goes to standard output, words go to
// standard error. It decides nothing about conversations: what Intercom
// accepts is known to package api, and how a body looks to ui/richtext.
package cli
