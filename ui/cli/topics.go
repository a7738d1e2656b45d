package cli

import "github.com/spf13/cobra"

const aboutQueries = `A query finds conversations: in views of your own, in parley list and parley
search, and behind the search and filter keys of the inbox. It has words,
"exact phrases" and conditions, all of which must be fulfilled.

  is:open          or closed, snoozed; unread, read; mine, unassigned;
                   priority; waiting (for us); late (an SLA was missed)
  assignee:me      or none, a name or its beginning, or an id
  team:billing     or none, a name or its beginning, or an id
  tag:vip          the conversation has the tag
  priority:high    Intercom's own word
  sla:missed       the SLA's status, or its name
  channel:email    how it came
  from:ada         part of the customer's name or address
  contact:65f1…    the customer's id
  id:2154…         the conversation's own
  note:refund      in an internal note
  mention:me       a note has @ and the name
  waiting:>2h      the customer waits longer than that; < is shorter
  created:<3d      less than three days ago
  updated:today    or yesterday, or a day such as 2026-11-24
  snoozed:<1d      the snooze ends so
  closed:yesterday it was closed then
  rating:<3        the customer's rating, from 1 to 5

Commas between values mean any of them: tag:vip,refund. A - in front means not:
-tag:spam. A value with a space needs quotation marks: team:"Second line". Ages
are 90m, 2h, 3d, 1w.`

const aboutMacros = `A macro is a reply that was prepared, with what is done besides: a Markdown file
in the folder macros beside config.toml, whose name ends in .md. Before the text
may stand settings, between two lines of +++:

  +++
  name = "Refund is on its way"   # left out: the file's name
  shortcut = "rf"                 # typed to find it
  mode = "admin"                  # or contact, note; left out: the mode at hand
  tag = ["refund"]
  assign = "Billing"              # me, none, or a teammate or team
  close = true                    # or snooze = "in 3 days"
  +++
  Hi {{contact.first_name|fallback:"there"}},

  your refund is on its way. {{cursor}}

Filled in are {{contact.name}}, {{contact.first_name}}, {{contact.email}},
{{conversation.id}}, {{conversation.title}}, {{admin.name}} and
{{admin.first_name}}; the names of Intercom's own macros work too. What has no
value is its fallback. {{cursor}} is where typing goes on. Tags and the rest are
done when the reply was sent, and the review bar says so before.

parley config check says what is wrong with a macro, and where.`

// topics are what can be read about and is no command.
func topics() []*cobra.Command {
	return []*cobra.Command{
		{Use: "queries", Short: "The words of a query, for views, lists and searches", Long: aboutQueries},
	}
}
