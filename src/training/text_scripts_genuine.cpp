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
    {sms,
     "{b}: your new card is on its way and should arrive by {k}. [Activate it in the app.|You can use it at once.]"},
    {sms,
     "{b}: your direct debit of {m} to {s} will be collected on {k}. [Please make sure there is enough in your "
     "account.|Nothing to do.]"},
    {sms, "Dear customer, {m} has been credited to your account ending {d} on {k}. Available balance {m}. {b}"},
    {sms,
     "{b}: online banking and the app will not be available on {k} from {t} to {t} [for maintenance|while we update "
     "our systems]. Your card will work as usual."},
    {sms, "Dear customer, your fixed deposit {d} matures on {k}. Please visit your branch to renew it. {b}"},
    {sms, "{b}: you signed in on a new device on {k} at {t}. If this was you, you can ignore this message."},
    {sms,
     "Dear customer, your credit card bill of {m} is due on {k}. Minimum due {m}. [Ignore if already paid.|Thank you.] "
     "{b}"},
    {sms, "{b}: your appointment with our adviser {n} is on {k} at {t}. Please bring proof of address and photo ID."},
    {sms, "{b}: we received your loan application. We will let you know by letter within ten days."},
    {sms,
     "{c}: sorry we missed you. We will try again on {k}, or you can collect your parcel at the depot. Please bring "
     "ID."},
    {sms, "{c}: your driver {n} will be with you in about [20|30|45] minutes[|, stop 4 of 61]."},
    {sms,
     "Your parcel is at the collection point at {s}, open until {t}. Your pick-up number is {d}. Please collect it by "
     "{k}."},
    {sms,
     "{s}: we received your return and refunded {m} to your original payment method. It can take up to five working "
     "days."},
    {sms,
     "{s}: one item of your order {d} is out of stock. The rest arrives on {k}. You have not been charged for it."},
    {sms,
     "[Dear patient|Dear {n}], your appointment with Dr {n} is booked for {k} at {t}. To cancel or rebook call {p}. "
     "[|Please do not reply to this message.]"},
    {sms, "Your test results are back. Please ring the surgery on {p} after {t} and ask for the nurse."},
    {sms, "The surgery: you are due for your [flu vaccination|blood test|eye test]. Book at reception or on {w}"},
    {sms, "Your blood donation appointment is on {k} at {t}. Please eat and drink well before you come. Thank you!"},
    {sms,
     "Hospital outpatients: please come to clinic {d} on {k} at {t}. Bring your letter and a list of your medicines."},
    {sms, "Dear parent, {n} was marked absent this morning. Please call the school office on {p}."},
    {sms, "Dear students, the lecture on {k} is moved to room {d}. The slides are on the course page."},
    {sms, "Your exam is on {k} at {t} in hall {d}. Please bring your student card."},
    {sms, "HR: payslips for this month are in the portal. Questions to payroll by {k} please."},
    {sms, "Your shift on {k} has changed to {t} until {t}. Please confirm with {n}."},
    {sms,
     "Your electricity meter will be read on {k} between {t} and {t}. [You need not be at home.|Thank you, {s} "
     "energy]"},
    {sms,
     "There is a power cut in your area. Engineers are on site and power should be back by {t}. We are sorry for the "
     "trouble."},
    {sms, "Your tax return was received on {k}. Reference {d}. You do not need to do anything else."},
    {sms, "Passport office: your application {d} has been approved. Your passport will be posted to you by {k}."},
    {sms, "Your driving test is booked for {k} at {t}. Please bring your licence and arrive in good time."},
    {sms,
     "Your insurance policy {d} renews on {k}. The documents are in your online account. If you are happy you need not "
     "do anything."},
    {sms, "Train {d} on {k} at {t} is delayed by 25 minutes. We apologise for the inconvenience."},
    {sms, "Check-in for your flight {d} on {k} is open. Bags can be dropped from {t}."},
    {sms, "We look forward to welcoming you on {k}. Check-in is from {t}, parking is free. {n}, reception"},
    {sms, "Your top up of {m} was successful. Your balance is {m}. Thank you, {s} mobile"},
    {sms, "Your request {d} has been closed. If the problem comes back please reply to this message."},
    {sms, "Weather warning: heavy rain and strong wind expected on {k} from {t}. Please travel only if you must."},
    {sms, "Dear tenant, the plumber comes on {k} at {t}. Please make sure that he can get to the boiler. {n}"},
    {sms, "The vet: {n}'s vaccination is due. Please call {p} to make an appointment."},
    {sms, "Thank you for your gift of {m}. It helps us to feed forty families this week."},
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
    {chat, "[hello|hi|hey|hiya|Hello!|Hi there|hey there|yo|heya|morning|good morning|good evening|Hello?|Hi :)]"},
    {chat, "[thanks|thank you|thx|ty|cheers|thanks a lot|ok thanks|great, thanks|Thank you so much]"},
    {chat, "[ok|okay|k|yes|no|yep|nope|sure|fine|cool|lol|haha|maybe|wow|sorry|np|done|great|nice|yay|test|testing]"},
    {chat,
     "[how are you|how r u|How are you doing?|what's up|you ok?|are you there?|where are you|on my way|home now|just "
     "landed|wait for me]"},
    {chat,
     "[call me|call me later|can i call you?|are you free now?|please call me back|Call me when you get this|I missed "
     "your call|will call you later]"},
    {chat,
     "[happy birthday|merry christmas|good luck|well done|congrats|congratulations!|get well soon|happy new year][| "
     "{n}| dear| to you both]"},
    {chat,
     "[miss you|love you|good night|see you|bye|take care|sweet dreams|have a good day|welcome back][| {n}| x|!]"},
    {chat, "[hello|hi|hey] {n}[|, how are you|!|, long time no see|, got a minute?]"},
    {chat,
     "Congratulations on [your new job|the baby|passing your exam|the new house]! [So happy for you|We must "
     "celebrate], {n}"},
    {chat, "[Free tonight?|Are you free on {k}?|Free for a coffee?] [Text me|Call me|Let me know]"},
    {chat,
     "[Can you|Could you] [lend me the drill|send me the photos|send me the address|pay for the pizza, I'll give you "
     "cash] [pls|please|when you have time]?"},
    {chat, "[I owe you|You owe me] {m} for [lunch|the taxi|the present], [no hurry|remind me on {k}]"},
    {chat, "[Did you get|Have you seen] my [email|message|last text]? [Need an answer by {k}|Let me know]"},
    {chat, "[{d}|room {d}|flat {d}|bus {d}|it's {d}|page {d}|the door code is {d}|plate {d}|seat {d}][||!|, {t}]"},
    {chat, "{d}[||.|!|?]"},
    {chat,
     "[listen to this|have a look at this|seen this?|this is the flat|this is the hotel|here is the map|my new "
     "song|photos from {k}] {w} [|x|what do you think?]"},
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
    {email,
     "Dear Mr and Mrs {n}, / we write to confirm that your complaint {d} has been received. / A member of our team "
     "will look into it and reply within ten working days. / Yours sincerely, {b} customer relations"},
    {email,
     "Hello {n}, / your invoice for [May|June|October] is ready in your account. / The amount of {m} will be taken "
     "from your card on {k}. / You can download the invoice at {w}. / Thank you for being a customer of {s}."},
    {email,
     "Dear {n}, / this is to remind you that your library card expires on {k}. / You can renew it at the desk, please "
     "bring proof of address. / The city library"},
    {email,
     "Dear colleagues, / please complete the yearly security training by {k}. / You will find it on the intranet under "
     "Learning. / Never share your password with anyone. / IT department"},
    {email,
     "Hi {n}, / thanks for the call this morning. / As discussed I attach the contract and the price list. / Please "
     "let me know if you have any questions. / Kind regards, {n}"},
    {email,
     "Dear {n}, / your application has been received and is being looked at. / You will hear from us by {k}. / Your "
     "reference is {d}. / Please do not reply to this e-mail. / Admissions office"},
    {email,
     "Your receipt from {s} / Order {d}, paid {m} by card ending {d}. / Delivery on {k} between {t} and {t}. / "
     "Questions? Our help pages are at {w}."},
    {email,
     "Dear members, / the annual meeting takes place on {k} at {t} in the town hall. / The agenda and the accounts are "
     "attached. / If you cannot come you may vote by post. / The secretary, {n}"},
    {email,
     "Dear customer, / our prices change on {k}. / The new rates are on the back of your next bill and at {w}. / If "
     "you do not agree you may end your contract without a fee. / {s} energy"},
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
    {call,
     "Hello, is that Mrs {n}? / It's the {c} driver, I have a parcel for you but nobody is answering the door. / Oh, "
     "I'm in the garden, I'm coming. / Shall I leave it with your neighbour? / No, I'm here now. / Okay, I just need a "
     "signature. / Thanks, bye."},
    {call,
     "Hi, it's {n} from the vet. / The blood test of your dog is fine, nothing to worry about. / Please keep giving "
     "the tablets until {k}. / The bill is {m}, you can pay at your next visit. / All right, thank you. / Bye."},
    {call,
     "Hello, this is {b}, you are speaking to {n}. / You asked us to call you back about your card. / Yes, it did not "
     "work at the petrol station. / I can see it has expired, the new one was sent on {k}. / You do not need to tell "
     "me any numbers. / If it hasn't come by {k} please ring the number on our website. / Thank you."},
    {call,
     "Good morning, {s} insurance, {n} speaking. / I'd like to report a damage to my car. / I'm sorry to hear that. "
     "What is your policy number? / It's {d}. / And when did it happen? / On {k}, somebody hit it in the car park. / "
     "We will send an assessor. / Thank you very much."},
    {call,
     "Hey it's {n}, have you got a minute? / Yeah, what's up? / I can't get the printer to work, do you know the "
     "password of the network? / It's on the note under the router. / Ah great. / Are you coming to {n}'s party? / Of "
     "course. / See you there then."},
    {call,
     "Hello, I'm calling from the hospital about your operation on {k}. / Please don't eat after midnight and be here "
     "at {t}. / Will somebody bring you home? / Yes, my daughter. / Good. Do you take any medicines? / Only for my "
     "blood pressure. / Fine, take that as usual."},
    {call,
     "Hi, this is {n} from the bank's branch in the high street. / You had asked for a meeting about your savings. / "
     "Would {k} at {t} suit you? / Yes that's fine. / Please bring your passport. / I'll send you a letter to confirm. "
     "/ Lovely, thanks for calling."},
    {call,
     "Hello, council offices. / Hi, I have a question about my council tax bill. / Can I take your address? / Yes, "
     "it's twelve Mill Lane. / I see you moved in on {k}, so the bill is for part of the year only. / You can pay it "
     "monthly by direct debit. / That's great, thank you. / You're welcome, bye."},
    {call,
     "Hi, I'm ringing about the bike you're selling. / Yes, it's still here. / Would you take {m} for it? / Make it "
     "ten more and it's yours. / Deal. I can come on {k} and pay in cash. / Good, the address is in the advert. / See "
     "you then."},
};

}  // namespace

std::span<const Script> genuine_scripts() { return kGenuine; }

}  // namespace shrike::training
