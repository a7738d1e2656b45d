package config

import "time"

//go:generate go run ./gen settings.go example.toml ../README.md

// Settings are what can be chosen. In the file each stands at the top, for
// everybody, or in [profile.NAME], for that profile.
//
// The comments of the fields are the reference that people read; the tags say
// where else a setting may be set, what is allowed, and what the example
// shows where the default shows nothing.
type Settings struct {
	// The address of the API, if it is neither of the regions' hosts.
	BaseURL string `toml:"base_url" flag:"base-url" env:"INTERCOM_API_BASE_URL" allowed:"an address such as https://api.intercom.io, without user, query or fragment" example:"'https://api.intercom.io'"`
	// The region that hosts the workspace: us, eu or au.
	Region string `toml:"region" flag:"region" env:"PARLEY_REGION" allowed:"us, eu, au" example:"'eu'"`
	// The version of Intercom's API. Others than 2.9 work as far as Intercom lets them.
	APIVersion string `toml:"api_version" flag:"api-version" env:"INTERCOM_VERSION" allowed:"a version of Intercom's API such as 2.9" example:"'2.9'"`
	// The id of the teammate who acts, where it is not the one whom the token belongs to.
	AdminID string `toml:"admin" flag:"admin" env:"PARLEY_ADMIN" allowed:"the id of a teammate, in digits" example:"'1234567'"`
	// Nothing can be written to Intercom, by no key and no command.
	ReadOnly bool `toml:"read_only" flag:"read-only" env:"PARLEY_READ_ONLY" allowed:"true or false"`
	// Presenter mode from the start: people, addresses, numbers and companies are shown by pseudonyms.
	Mask bool `toml:"mask" flag:"mask" env:"PARLEY_MASK" allowed:"true or false"`
	// A program that prints the token on its first line, and its arguments. It runs before the inbox opens, for at most 30 seconds.
	TokenCommand []string `toml:"token_command" allowed:"a list of words such as ['pass', 'show', 'intercom']" example:"['pass', 'show', 'intercom']"`

	// Keep what customers wrote on this computer. If not, only drafts and what is on its way out are kept.
	Store bool `toml:"store" flag:"no-store" env:"PARLEY_STORE" allowed:"true or false"`
	// Closed conversations leave this computer so many days after their last change.
	RetentionDays int `toml:"retention_days" env:"PARLEY_RETENTION_DAYS" allowed:"a number of days from 1 to 3650"`

	// The colours: auto, dark, light, contrast, ansi (the terminal's sixteen) or none. auto follows the terminal.
	Theme string `toml:"theme" flag:"theme" env:"PARLEY_THEME" allowed:"auto or the name of a theme"`
	// Links that can be clicked: auto, on or off.
	Hyperlinks string `toml:"hyperlinks" env:"PARLEY_HYPERLINKS" allowed:"auto, on, off"`
	// Write the inbox line by line instead of drawing it: for screen readers, terminals that can do no more, and scripts.
	Linear bool `toml:"linear" flag:"linear" env:"PARLEY_LINEAR" allowed:"true or false"`
	// Spare a slow line: auto, on or off. auto measures how long the terminal takes to answer.
	LowBandwidth string `toml:"low_bandwidth" flag:"lowbw" env:"PARLEY_LOWBW" allowed:"auto, on, off"`
	// How long each slide of the slideshow stands, from 2 seconds to an hour.
	Slideshow time.Duration `toml:"slideshow" env:"PARLEY_SLIDESHOW" allowed:"a time such as '15s' or '1m', from '2s' to '1h'"`
	// The editor behind ctrl+o, with its arguments. Left out: VISUAL or EDITOR.
	Editor string `toml:"editor" env:"PARLEY_EDITOR" allowed:"a command such as 'nvim -f'" example:"'nvim -f'"`
	// How a new message of a customer is told besides the status bar: none, bell, osc9 or osc777 (desktop notifications of the terminal).
	Notifications string `toml:"notifications" env:"PARLEY_NOTIFICATIONS" allowed:"none, bell, osc9, osc777"`
	// When an unread conversation is marked as read, which holds for the whole workspace: off (only by the key), open (its newest message was on the screen) or reply (an answer or a note was posted).
	MarkRead string `toml:"mark_read" env:"PARLEY_MARK_READ" allowed:"off, open, reply"`
	// The keys to start from: default, vim, mutt or gmail.
	KeyPreset string `toml:"key_preset" env:"PARLEY_KEY_PRESET" allowed:"default, vim, mutt, gmail"`

	// When the clocks of SLAs run, where the SLA itself does not say it. Left out: always.
	OfficeHours string `toml:"office_hours" allowed:"days and hours such as 'Mon-Fri 09:00-18:00, Sat 10:00-14:00'" example:"'Mon-Fri 09:00-18:00'"`
	// Your time zone: in it times are shown, today begins, and office hours count. Left out: this computer's.
	TimeZone string `toml:"time_zone" allowed:"the name of a time zone such as 'Europe/Lisbon'" example:"'Europe/Lisbon'"`

	// How long a reply can be taken back before it leaves, by channel; '0s' is not at all.
	Undo Undo `toml:"undo"`
	// Keys by action, as parley keys list names them; an empty list takes the key away.
	Keys map[string][]string `toml:"keys" allowed:"a list of keys such as ['W', 'ctrl+x', 'g r']" example:"\"verbs.reply\" = ['r', 'f2']"`
	// What your SLAs promise, by the SLA's name: Intercom's API does not tell. Deadlines are computed from it and marked est.
	SLA map[string]SLA `toml:"sla"`
	// The inbox over SSH: parley serve. A path that is not absolute begins at the folder of this file.
	Serve Serve `toml:"serve"`
	// Views of your own, after the built-in ones, in the words of the search.
	Views []View `toml:"views"`
}

// Undo is how long a reply can be taken back.
type Undo struct {
	// Replies by email.
	Email time.Duration `toml:"email" allowed:"a time such as '10s', at most '10m'"`
	// Replies in the Messenger.
	Chat time.Duration `toml:"chat" allowed:"a time such as '3s', at most '10m'"`
	// Internal notes.
	Note time.Duration `toml:"note" allowed:"a time such as '3s', at most '10m'"`
	// Replies on every other channel.
	Other time.Duration `toml:"other" allowed:"a time such as '3s', at most '10m'"`
}

// Serve is how the inbox is served to a team.
type Serve struct {
	// Where to listen; port 0 takes a free one.
	Addr string `toml:"addr" flag:"addr" allowed:"an address such as ':2222' or '10.0.0.5:2222'"`
	// The file with the keys that may come in. Left out: authorized_keys in the configuration folder.
	Keys string `toml:"keys" flag:"keys" allowed:"the path of a file" example:"'team.keys'"`
	// The file with the server's own key, made when it is not there. Left out: one beside the local copy.
	HostKey string `toml:"host_key" flag:"host-key" allowed:"the path of a file" example:"'/var/lib/parley/host_key'"`
	// The file for who came and who sent what, one JSON object a line. Left out: audit.jsonl beside the local copy.
	Audit string `toml:"audit" flag:"audit" allowed:"the path of a file" example:"'/var/log/parley/audit.jsonl'"`
	// Where to take Intercom's notifications, path /intercom. The app's client secret stands in PARLEY_WEBHOOK_SECRET. Left out: nowhere.
	Webhook string `toml:"webhook" flag:"webhook" allowed:"an address such as '127.0.0.1:8080'" example:"'127.0.0.1:8080'"`
	// A session in which no key was pressed for so long ends; '0s' is never.
	IdleTimeout time.Duration `toml:"idle_timeout" flag:"idle-timeout" allowed:"a time such as '30m' or '8h'"`
	// Sessions at once.
	MaxSessions int `toml:"max_sessions" flag:"max-sessions" allowed:"a number from 1 to 10000"`
	// Sessions at once with one key.
	MaxPerKey int `toml:"max_per_key" flag:"max-per-key" allowed:"a number from 1 to 10000"`
}

// SLA is what was promised under the name of an SLA. 0 is nothing.
type SLA struct {
	// From when the customer begins to wait until a teammate's first reply.
	FirstReply time.Duration `toml:"first_reply" allowed:"a time such as '45m', '4h' or '2d'" example:"'1h'"`
	// The same, for every later reply.
	NextReply time.Duration `toml:"next_reply" allowed:"a time such as '45m', '4h' or '2d'" example:"'4h'"`
	// From the beginning, or the last reopening, until it is closed.
	Close time.Duration `toml:"close" allowed:"a time such as '45m', '4h' or '2d'" example:"'2d'"`
	// When its clock runs, as office_hours above.
	OfficeHours string `toml:"office_hours" allowed:"days and hours such as 'Mon-Fri 09:00-18:00, Sat 10:00-14:00'" example:"'Mon-Fri 08:00-20:00'"`
	// The time zone of these hours, as time_zone above.
	TimeZone string `toml:"time_zone" allowed:"the name of a time zone such as 'Europe/Lisbon'" example:"'Europe/Lisbon'"`
}

// View is a view of the user's own.
type View struct {
	// What it is called.
	Name string `toml:"name" allowed:"a name on one line" example:"'VIPs who wait'"`
	// Which conversations are in it.
	Query string `toml:"query" allowed:"words of the search such as 'is:open tag:vip'" example:"'is:open tag:vip waiting:>2h'"`
	// Their order: updated, waiting, priority or sla.
	Sort string `toml:"sort" allowed:"updated, waiting, priority, sla" example:"'waiting'"`
}

// Default returns the settings where nobody chose. What is empty there is
// decided by the package that uses it.
func Default() Settings {
	return Settings{
		Store: true, RetentionDays: 90, Theme: "auto", Slideshow: 15 * time.Second, Hyperlinks: "auto", LowBandwidth: "auto",
		Notifications: "none", MarkRead: "off", KeyPreset: "default",
		Undo:  Undo{Email: 10 * time.Second, Chat: 3 * time.Second, Other: 3 * time.Second},
		Serve: Serve{Addr: ":2222", IdleTimeout: time.Hour, MaxSessions: 100, MaxPerKey: 5},
	}
}
