#include "text_scripts.hpp"

namespace shrike::training {

namespace {

using enum domain::Channel;

constexpr Script kGenuine[] = {
    // Companies, short messages
    {sms,
     "[Your|{s}:] [code|verification code|login code] is {d}. [Do not share it with anyone.|Don't share this code.|We "
     "will never ask for it.|It expires in 10 minutes.]"},
    {sms,
     "{d} is your [{s}|{b}|Google|WhatsApp|Uber] [code|verification code|one-time passcode]. [Never share it|It is "
     "valid for 5 minutes]"},
    {sms, "{b}: [you spent|a card payment of|a purchase of] {m} at {s} [today|on {k}] at {t}. Available balance {m}."},
    {sms, "{b}: your salary of {m} was [received|paid in]. Balance {m}."},
    {sms,
     "{b} alert: your [balance is below|credit card payment of] {m} [|is due on {k}]. [Check the app for details|Thank "
     "you for banking with us]."},
    {sms,
     "{b}: a payment of {m} to {n} was made from your account ending {d}. If you don't recognise this call the number "
     "on your card."},
    {sms,
     "{b}: we blocked a card payment of {m} at {s} as we were not sure that it was you. Open the app to tell us. We "
     "never ask for your PIN or password."},
    {sms,
     "Rs {d} debited from a/c ending {d} on {k} to {s}. Avl bal {m}. Not you? Call the number on the back of your card "
     "- {b}"},
    {sms, "{b}: your statement is ready. Log in to the app as usual to see it. We never send links."},
    {sms,
     "{c}: your parcel [will be delivered|arrives] [today|{k}] between {t} and {t}. [Track it in the app.|No signature "
     "needed.|Your driver is {n}.]"},
    {sms, "{c}: your parcel was [delivered|left] [to your neighbour|in your safe place|at the front door] at {t}."},
    {sms, "Your {s} order {d} has been [dispatched|shipped|delivered]. [Track it at|See your order:] {w}"},
    {sms, "{s}: your order is ready to collect until {k}. Bring your order number {d} and ID."},
    {sms,
     "[Reminder|Appointment reminder]: [Dr {n}|your dentist|the clinic|your hair appointment] on {k} at {t}. [Reply C "
     "to confirm|Call {p} to change it|Please arrive ten minutes early]."},
    {sms, "Your prescription is ready at {s} pharmacy. Open until {t}."},
    {sms, "Hi {n}, your car is ready for collection. The total is {m}. We close at {t}. Thanks, the garage"},
    {sms, "Your [taxi|Uber|ride] is [arriving|outside]. {n}, [white|black|blue] [Toyota|Skoda], plate {d}."},
    {sms,
     "School notice: [the sports day is moved to {k}|school is closed on {k} for training|please send {m} for the trip "
     "by {k}]. Thank you, the office"},
    {sms, "Your {s} bill of {m} is ready. It will be taken by direct debit on {k}. No action needed."},
    {sms, "Thank you for your payment of {m}. Your receipt number is {d}."},
    {sms, "You have used 80 percent of your data. Your plan renews on {k}. {s} mobile"},
    {sms,
     "Welcome to [France|Germany|Turkey|the USA]! Calls and texts cost the same as at home. Data up to 12 GB. {s} "
     "mobile"},
    {sms, "Your flight {d} to [Rome|Oslo|Boston] leaves at {t} from gate {d}. Boarding starts at {t}."},
    {sms, "Your table for [two|four|six] at {t} on {k} is confirmed. Reply CANCEL to cancel. See you soon!"},
    {sms, "Your library books are due on {k}. Renew online at {w}"},
    {sms, "The council collects [garden|paper] waste on {k} this week because of the holiday."},
    {sms, "Polling is on {k} from 7:00 to 22:00. Bring photo ID. {w}"},
    {sms, "Your MOT is due on {k}. Book at {w} or call {p}. {n} at the garage"},
    {sms, "Gym: the class on {k} at {t} is cancelled, we have refunded {m} to your card. Sorry!"},
    {sms, "Your refund of {m} from {s} has been processed and should reach your account in 3 to 5 days."},
    {sms,
     "Hi {n}, thanks for applying. We would like to invite you to an interview on {k} at {t}. Please confirm by email. "
     "HR, {s}"},
    {sms, "Water works in your street on {k} from {t} to {t}. Your supply may be cut off for a short time. Info: {w}"},
    {sms, "{s} sale: 20% off everything in store until {k}. Reply STOP to opt out."},
    // Everyday chat
    {chat,
     "[hey|hi|yo] [are we still on for|what time is] [dinner|the film|football|the gym] [tonight|on {k}]? [i can do "
     "{t}|lmk|no rush]"},
    {chat, "[can u|could you|pls] [pick up|grab|get] some [milk|bread|nappies|dog food] on the way home[?| thx| x]"},
    {chat, "[running late|stuck in traffic|train delayed], be there [at {t}|in 20 min]. sorry!"},
    {chat, "I sent you {m} for the [tickets|dinner|gas], thanks for paying [yesterday|on {k}] :)"},
    {chat, "Mum, I got home safe. [Love you|Talk tomorrow|Call you on {k}] x"},
    {chat, "Hi mum, [my phone is nearly dead|forgot my charger], [will be home by {t}|can dad pick me up at {t}]?"},
    {chat, "Hi this is {n}'s new number, [save it please|from the parents group]. See you at [training|school] on {k}"},
    {chat, "can you send me the [wifi password|netflix password|address] again, [lost it|forgot it] lol"},
    {chat, "Did the bank call you back about the mortgage? We need the papers by {k}"},
    {chat, "i'll transfer u the rent tonight, was waiting for my salary. sorry for the delay"},
    {chat, "omg I won the raffle at work!! got a [bottle of wine|gift card for {s}] haha"},
    {chat, "here is the recipe I told you about {w} [so good|try it]"},
    {chat, "look at this video {w} [lol|so funny|reminds me of you]"},
    {chat, "The doctor said [it's nothing serious|I need rest for a week], don't worry. [How are you|How is work]?"},
    {chat, "Don't tell {n}, we are planning a surprise party on {k} at {t}. Can you bring the cake?"},
    {chat, "Urgent: did you take my keys? I can't find them anywhere"},
    {chat, "Call me when you can, [need your help with the sofa|it's about the weekend], {p}"},
    {chat, "The parcel came, it was the shoes. They fit!"},
    {chat, "what do you think about bitcoin? my brother keeps talking about it lol"},
    {chat, "I have a job interview on {k}!! wish me luck. It is part time at {s}"},
    {chat, "police closed the main road because of an accident, take the other way"},
    {chat, "[good night|gm|good morning] [babe|love|sunshine], [sleep well|have a great day|miss you] [x|<3|]"},
    {chat, "[ok|k|sure|yep], [see you there|sounds good|will do|thanks]"},
    {chat, "The meeting is moved to {t}, room {d}. Agenda is in the calendar"},
    {chat, "can you review my pull request before {k}? it's only [20|50] lines"},
    // E-mail
    {email,
     "Hi {n}, / please find attached the minutes of our meeting on {k}. / Let me know if anything is missing. / I will "
     "send the updated budget tomorrow. / Best regards, {n}"},
    {email,
     "Dear {n}, / thank you for your order {d} at {s}. / We will send you an e-mail when it has shipped. / Total: {m}, "
     "paid by card ending {d}. / You can see your order at {w}. / If you have questions, contact our customer "
     "service."},
    {email,
     "Your {b} statement is available. / Sign in to online banking in your usual way to read it. / For your security "
     "this message holds no links. / {b} will never ask you for your password or PIN by e-mail."},
    {email,
     "Hello {n}, / your password was changed on {k} at {t}. / If this was you, there is nothing to do. / If you did "
     "not change it, reset it in your account settings. / The {s} team"},
    {email,
     "Weekly newsletter / This week: new recipes, a discount of 20 percent on selected items, and an interview with "
     "{n}. / Read more at {w} / You receive this because you subscribed. Unsubscribe any time."},
    {email,
     "Hi team, / the release is planned for {k}. / Please update your tickets and review the open pull requests. / The "
     "build server will be down from {t} to {t}. / Thanks, {n}"},
    {email,
     "Dear parents, / the school trip takes place on {k}. / Please return the signed form and {m} by then. / The bus "
     "leaves at {t} sharp. / Kind regards, {n}"},
    {email,
     "Invoice {d} / Dear {n}, / please find our invoice for {m} for the work in [May|June|October]. / Payment is due "
     "within 30 days to the account you know. / Thank you for your business."},
    {email,
     "Dear {n}, / we are pleased to confirm your booking for two nights from {k}. / Check-in is from {t}. The price of "
     "{m} includes breakfast. / You may cancel free of charge until the day before. / We look forward to welcoming "
     "you."},
    {email,
     "Hi {n}, / it was great to catch up last week. / Are you free for lunch on {k}? / I also wanted to ask whether "
     "you still have my book. / Say hello to {n}. / Cheers"},
    {email,
     "Your subscription to {s} renews on {k} for {m}. / You do not need to do anything. / To change your plan, go to "
     "your account at {w}. / Thanks for being with us."},
    {email,
     "Dear applicant, / thank you for your interest in the position. / We would like to invite you to an interview on "
     "{k} at {t}. / Please bring your certificates. / Human resources, {s}"},
    {email,
     "Meeting notes: / {n} presented the results of the second quarter. / Revenue is up 4 percent. / Open question: "
     "contract with the new supplier, {n} will call them. / Next meeting {k} at {t}."},
    // Calls
    {call,
     "Hello, this is {n} from [Dr {n}'s office|the dental practice]. / I'm calling to remind you of your appointment "
     "on {k} at {t}. / Can you still make it? / Great. / Please bring your insurance card and come ten minutes early. "
     "/ If anything changes just call us back. / Bye now."},
    {call,
     "Hi, is that {n}? / It's {n} from the garage. / Your car is ready, we changed the brake pads and the oil. / It "
     "comes to {m} altogether. / You can pay when you pick it up, card or cash. / We are open until {t}. / No problem, "
     "see you later."},
    {call,
     "Thank you for calling {s}, my name is {n}, how can I help you? / Yes, I'd like to know where my order is. / Can "
     "I have your order number please? / Sure, it's {d}. / Thank you. I can see that it left our warehouse on {k} and "
     "it should be with you tomorrow. / Is there anything else? / No, that's all, thanks. / Have a nice day."},
    {call,
     "Hello {b}, how can I help? / I'd like to report a lost card. / Of course, I'll take you through security first. "
     "/ I have cancelled the card and a new one will reach you in five working days. / You will not be charged for it. "
     "/ Is there anything else I can do for you today? / No, thank you very much."},
    {call,
     "Hey, how are you? / I'm good, just got back from work. / How was the holiday? / It was lovely, the weather was "
     "great and the kids loved the beach. / Shall we have dinner on {k}? / Yes, come to ours at {t}. / I'll bring a "
     "dessert. / Perfect, see you then. / Bye bye."},
    {call,
     "Hi mum, it's me. / Did you get the photos? / Yes they are lovely, thank you. / How is dad's knee? / Much better, "
     "he is in the garden already. / We will come over on {k}. / Do you need anything from the shop? / Just some "
     "bread. / Love you, bye."},
    {call,
     "Hello, I am calling about the flat you are advertising. / Is it still available? / Yes it is. When would you "
     "like to see it? / Could I come on {k} at {t}? / That's fine. The rent is {m} a month and there is a deposit of "
     "one month. / Who pays the heating? / It is included. / Great, see you on {k}."},
    {call,
     "Good afternoon, it's {n} from school. / {n} has a bit of a temperature and would like to go home. / Could "
     "somebody pick her up? / I can be there in twenty minutes. / Thank you, she'll be waiting in the office. / No "
     "need to worry."},
    {call,
     "Hello, this is {n} calling from {s} about your broadband installation. / Our engineer will be with you on {k} "
     "between {t} and {t}. / Does that suit you? / Yes. / Somebody over eighteen needs to be at home. / You'll get a "
     "text when he is on the way. / Thank you, goodbye."},
    {call,
     "Hi {n}, it's {n} from accounts. / I have a question about your expenses for the trip. / The hotel receipt is "
     "missing, could you send it to me by email? / Sure, I'll do it this afternoon. / The money will be paid with your "
     "salary at the end of the month. / Thanks. Bye."},
    {call,
     "Pizzeria, good evening. / Hi, I'd like to order two large pizzas, one margherita and one with mushrooms. / "
     "Anything to drink? / No thanks. / That's {m}, ready in twenty minutes. What's the name? / {n}. / See you soon."},
    {call,
     "Hello, I'd like to change my booking please. / Certainly, can I have your booking number? / It's {d}. / And you "
     "want to travel on {k} instead? / Yes, in the morning. / There is a train at {t}, the difference is {m}. / That's "
     "fine. I'll pay with the same card. / All done, you'll get an email with the new ticket."},
    {call,
     "Hi, this is {n} from {b} returning your call about the mortgage. / Is now a good time? / Yes. / The offer is "
     "valid for three months and the rate is fixed for five years. / You'd need to bring your last three payslips to "
     "the branch. / Would {k} at {t} work? / Perfect. / I look forward to meeting you."},
};

}  // namespace

std::span<const Script> genuine_scripts() { return kGenuine; }

}  // namespace shrike::training
