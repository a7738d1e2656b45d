package keymap

//go:generate go run ./gen ../README.md

// The actions.
const (
	Help     Action = "help"
	Back     Action = "back"
	Leave    Action = "leave"
	NextPane Action = "next-pane"
	PrevPane Action = "previous-pane"
	Cancel   Action = "cancel"
	Undo     Action = "undo"
	Outbox   Action = "outbox"
	Refresh  Action = "refresh"
	Redraw   Action = "redraw"
	Suspend  Action = "suspend"
	Present  Action = "presenter"

	Palette Action = "palette"
	Views   Action = "views"

	Standup     Action = "board"
	CopyBoard   Action = "copy-board"
	MarkStandup Action = "mark-standup"
	OpenLongest Action = "open-longest-wait"
	Slideshow   Action = "slideshow"
	NextSlide   Action = "next-slide"
	PrevSlide   Action = "previous-slide"
	EndSlides   Action = "end-slideshow"

	Assign      Action = "assign"
	Take        Action = "take"
	Close       Action = "close"
	Reopen      Action = "reopen"
	Snooze      Action = "snooze"
	Tags        Action = "tags"
	MarkUnread  Action = "mark-unread"
	MarkRead    Action = "mark-read"
	Priority    Action = "priority"
	Repeat      Action = "repeat"
	CopyLink    Action = "copy-link"
	CopyID      Action = "copy-id"
	CopyAddress Action = "copy-address"
	CopyMessage Action = "copy-message"
	Browse      Action = "browser"

	Mark      Action = "mark"
	MarkRange Action = "mark-range"
	MarkAll   Action = "mark-all"
	Search    Action = "search"

	GoMine       Action = "go-mine"
	GoUnassigned Action = "go-unassigned"
	GoOpen       Action = "go-open"
	GoSnoozed    Action = "go-snoozed"
	GoClosed     Action = "go-closed"
	GoWaiting    Action = "go-waiting"
	GoPriority   Action = "go-priority"
	GoLate       Action = "go-late"
	GoMentions   Action = "go-mentions"

	Reply     Action = "reply"
	Note      Action = "note"
	AsContact Action = "reply-as-contact"
	Customer  Action = "customer-panel"

	Up               Action = "up"
	Down             Action = "down"
	PageUp           Action = "page-up"
	PageDown         Action = "page-down"
	First            Action = "first"
	Last             Action = "last"
	OpenIt           Action = "open-conversation"
	NextConversation Action = "next-conversation"
	PrevConversation Action = "previous-conversation"
	NextMessage      Action = "next-message"
	PrevMessage      Action = "previous-message"
	CycleSort        Action = "sort"
	NextView         Action = "next-view"
	PrevView         Action = "previous-view"
	View1            Action = "view-1"
	View2            Action = "view-2"
	View3            Action = "view-3"
	View4            Action = "view-4"
	View5            Action = "view-5"
	View6            Action = "view-6"
	View7            Action = "view-7"
	View8            Action = "view-8"
	View9            Action = "view-9"
	Filter           Action = "filter"

	Find      Action = "find"
	FindNext  Action = "find-next"
	FindPrev  Action = "find-previous"
	FollowOne Action = "follow-link"
	Unfold    Action = "unfold"
	Details   Action = "details"

	ReviewIt     Action = "review"
	ChangeMode   Action = "change-mode"
	EditExtern   Action = "editor"
	SaveDraft    Action = "save-draft"
	SendNow      Action = "send"
	SendClose    Action = "send-and-close"
	EditAgain    Action = "edit"
	KeepDraft    Action = "keep-draft"
	Macro        Action = "macro"
	SendSnooze   Action = "send-and-snooze"
	Attach       Action = "attach"
	Detach       Action = "detach"
	ChangePerson Action = "change-contact"
	Discard      Action = "discard"
	ScrollUp     Action = "scroll-up"
	ScrollDown   Action = "scroll-down"

	DemoPause  Action = "pause"
	DemoStep   Action = "step"
	DemoSlower Action = "slower"
	DemoFaster Action = "faster"
)

// defaults are the default keys, in the order of the reference.
var defaults = []Binding{
	{Cancel, Always, []string{"ctrl+c"}, "cancel; twice quits", ""},
	{Suspend, Always, []string{"ctrl+z"}, "suspend to the shell", ""},

	{Help, Global, []string{"?"}, "help for this place", "help"},
	{Back, Global, []string{"esc", "h", "left"}, "close, back", ""},
	{Leave, Global, []string{"q"}, "close, back; at the top, quit", ""},
	{NextPane, Global, []string{"tab"}, "next pane", ""},
	{PrevPane, Global, []string{"shift+tab"}, "previous pane", ""},
	{Palette, Global, []string{"ctrl+k", ":"}, "commands", ""},
	{Undo, Global, []string{"u"}, "take back the last action or a pending send", ""},
	{Outbox, Global, []string{"o"}, "outbox: what needs you", ""},
	{Refresh, Global, []string{"ctrl+r"}, "refresh from Intercom", ""},
	{Redraw, Global, []string{"ctrl+l"}, "redraw the screen", ""},
	{Present, Global, []string{"P"}, "presenter mode: hide who is who, then blur messages", ""},
	{Views, Global, []string{"V"}, "choose a view", ""},
	{Standup, Global, []string{"b"}, "standup board", ""},
	{Slideshow, Global, []string{"p", "f5"}, "slideshow of the board, what is late, and each team", ""},
	{GoMine, Global, []string{"g m"}, "view Mine", "Mine"},
	{GoUnassigned, Global, []string{"g u"}, "view Unassigned", "Unassigned"},
	{GoOpen, Global, []string{"g o"}, "view All open", "Open"},
	{GoSnoozed, Global, []string{"g s"}, "view Snoozed", "Snoozed"},
	{GoClosed, Global, []string{"g c"}, "view Closed today", "Closed"},
	{GoWaiting, Global, []string{"g w"}, "view Waiting longest", "Waiting"},
	{GoPriority, Global, []string{"g p"}, "view Priority", "Priority"},
	{GoLate, Global, []string{"g l"}, "view Late", "Late"},
	{GoMentions, Global, []string{"g n"}, "view Mentions of me", "Mentions"},
	{View1, Global, []string{"1"}, "first view", ""},
	{View2, Global, []string{"2"}, "second view", ""},
	{View3, Global, []string{"3"}, "third view", ""},
	{View4, Global, []string{"4"}, "fourth view", ""},
	{View5, Global, []string{"5"}, "fifth view", ""},
	{View6, Global, []string{"6"}, "sixth view", ""},
	{View7, Global, []string{"7"}, "seventh view", ""},
	{View8, Global, []string{"8"}, "eighth view", ""},
	{View9, Global, []string{"9"}, "ninth view", ""},

	{Reply, Verbs, []string{"r"}, "reply to the customer", "reply"},
	{Note, Verbs, []string{"n"}, "write an internal note", "note"},
	{AsContact, Verbs, []string{"c"}, "reply on behalf of the contact", "as contact"},
	{Close, Verbs, []string{"e"}, "close, and go to the next", "close"},
	{Reopen, Verbs, []string{"O"}, "reopen", ""},
	{Snooze, Verbs, []string{"z"}, "snooze…", "snooze"},
	{Assign, Verbs, []string{"a"}, "assign…", "assign"},
	{Take, Verbs, []string{"A"}, "take it", ""},
	{Tags, Verbs, []string{"t"}, "tags…", "tags"},
	{MarkUnread, Verbs, []string{"U"}, "mark unread", ""},
	{MarkRead, Verbs, []string{"R"}, "mark read", ""},
	{Priority, Verbs, []string{"!"}, "priority: can only be read", ""},
	{Repeat, Verbs, []string{"."}, "repeat the last action", ""},
	{CopyLink, Verbs, []string{"y l"}, "copy the link", "link"},
	{CopyID, Verbs, []string{"y i"}, "copy the id", "id"},
	{CopyAddress, Verbs, []string{"y a"}, "copy the customer's address", "address"},
	{CopyMessage, Verbs, []string{"y m"}, "copy the last message", "message"},
	{Browse, Verbs, []string{"B"}, "open in the browser", ""},
	{Macro, Verbs, []string{"m"}, "macro…", ""},
	{Customer, Verbs, []string{"i"}, "customer panel", "customer"},
	{NextConversation, Verbs, []string{"J"}, "next conversation", ""},
	{PrevConversation, Verbs, []string{"K"}, "previous conversation", ""},

	{Down, Moving, []string{"j", "down"}, "down", ""},
	{Up, Moving, []string{"k", "up"}, "up", ""},
	{PageDown, Moving, []string{"space", "pgdown", "ctrl+d"}, "page down", ""},
	{PageUp, Moving, []string{"-", "pgup", "ctrl+u"}, "page up", ""},
	{First, Moving, []string{"g g", "home"}, "first", "first"},
	{Last, Moving, []string{"G", "end"}, "last", ""},

	{OpenIt, List, []string{"enter", "l", "right"}, "open the conversation", "open"},
	{CycleSort, List, []string{"s"}, "cycle the order", ""},
	{NextView, List, []string{"]"}, "next view", ""},
	{PrevView, List, []string{"["}, "previous view", ""},
	{Search, List, []string{"/"}, "search everything", "search"},
	{Mark, List, []string{"x"}, "mark", ""},
	{MarkRange, List, []string{"X"}, "mark from the last mark to here", ""},
	{MarkAll, List, []string{"*"}, "mark all, or none", ""},
	{Filter, List, []string{"\\"}, "filter what is shown", "filter"},

	{NextMessage, Conversation, []string{"}"}, "next message", ""},
	{PrevMessage, Conversation, []string{"{"}, "previous message", ""},
	{Find, Conversation, []string{"/"}, "find in the conversation", "find"},
	{FindNext, Conversation, []string{"]"}, "next match", ""},
	{FindPrev, Conversation, []string{"["}, "previous match", ""},
	{FollowOne, Conversation, []string{"f"}, "open a link or attachment", "links"},
	{Unfold, Conversation, []string{"v"}, "unfold quoted text", ""},
	{Details, Conversation, []string{"S"}, "every figure of the conversation", ""},

	{CopyBoard, Board, []string{"y"}, "copy as Markdown", "copy"},
	{MarkStandup, Board, []string{"m"}, "mark: later boards say what changed since", "mark standup"},
	{OpenLongest, Board, []string{"enter", "l"}, "open the conversation that waits longest", ""},

	{NextSlide, Slides, []string{"right", "space"}, "next slide", "next"},
	{PrevSlide, Slides, []string{"left", "backspace"}, "previous slide", ""},
	{Slideshow, Slides, []string{"p", "f5"}, "go on after a pause; any other key pauses", ""},
	{EndSlides, Slides, []string{"esc", "q"}, "end the slideshow", "end"},

	{ReviewIt, Composer, []string{"esc"}, "review before sending", "review"},
	{SendNow, Composer, []string{"ctrl+enter"}, "send, where the terminal can tell", ""},
	{ChangeMode, Composer, []string{"ctrl+t"}, "change mode", "mode"},
	{EditExtern, Composer, []string{"ctrl+o"}, "write in $EDITOR", "editor"},
	{SaveDraft, Composer, []string{"ctrl+s"}, "save the draft", ""},

	{SendNow, Review, []string{"y"}, "send", "send"},
	{SendClose, Review, []string{"Y"}, "send and close", "send+close"},
	{SendSnooze, Review, []string{"z"}, "send and snooze", "send+snooze"},
	{EditAgain, Review, []string{"i", "esc"}, "edit", "edit"},
	{EditExtern, Review, []string{"E"}, "write in $EDITOR", ""},
	{ChangeMode, Review, []string{"t"}, "change mode", "mode"},
	{Attach, Review, []string{"a"}, "attach a file or a URL", "attach"},
	{Detach, Review, []string{"A"}, "take the last attachment off", ""},
	{ChangePerson, Review, []string{"c"}, "speak for another contact of the conversation", ""},
	{Macro, Review, []string{"m"}, "macro…", ""},
	{KeepDraft, Review, []string{"p"}, "keep as draft", "keep draft"},
	{Discard, Review, []string{"d"}, "discard, then y", "discard"},
	{ScrollDown, Review, []string{"j", "down"}, "scroll the preview", ""},
	{ScrollUp, Review, []string{"k", "up"}, "scroll the preview", ""},
	{PageDown, Review, []string{"space", "pgdown", "ctrl+d"}, "scroll the preview by a page", ""},
	{PageUp, Review, []string{"-", "pgup", "ctrl+u"}, "scroll the preview back by a page", ""},
	{Help, Review, []string{"?"}, "help for this place", "help"},

	{DemoPause, Demo, []string{"f8"}, "stop the story and its clock, or let them go on", "pause"},
	{DemoStep, Demo, []string{"f9"}, "do the next step of the story at once", "step"},
	{DemoSlower, Demo, []string{"f6"}, "play the story more slowly", "slower"},
	{DemoFaster, Demo, []string{"f7"}, "play the story faster", "faster"},
}
