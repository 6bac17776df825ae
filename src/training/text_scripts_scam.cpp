#include "text_scripts.hpp"

namespace shrike::training {

namespace {

using enum domain::Channel;

constexpr Script kScams[] = {
    // Short messages: parcels, tolls, taxes
    {sms,
     "{c}: [your parcel|your package|a shipment] is [on hold|being held] [due to an unpaid|because of a] "
     "[customs|shipping|redelivery] fee of {m}. [Pay here|Settle it at|To release it visit] {l}"},
    {sms,
     "[We tried to deliver|We missed you with] your [parcel|package] today. [Reschedule|Book a new delivery] at {l}"},
    {sms,
     "[USPS|{c}] notice: your package cannot be delivered because of [an incomplete address|a missing house number]. "
     "[Confirm your address|Update it] within [12|24] hours: {l}"},
    {sms,
     "Your package has arrived at the warehouse and cannot be delivered due to incomplete address information. Please "
     "confirm your address in the link. {l} (Please reply Y, then exit the SMS and open it again to activate the "
     "link)"},
    {sms,
     "[Toll services|E-ZPass|SunPass|Toll roads]: you have an [outstanding|unpaid] toll of {m}. To avoid [late fees|a "
     "penalty|excess charges] of $50, pay at {l}"},
    {sms,
     "[DMV|DVLA|Traffic office] final notice: our records show an unpaid [traffic ticket|parking charge|vehicle tax]. "
     "Your [licence|registration] will be suspended on {k} unless you pay {l}"},
    {sms,
     "[HMRC|IRS|Tax office|Revenue]: you are [eligible for|owed] a [tax refund|rebate] of {m}. [Claim it|Submit your "
     "claim] here {l}"},
    {sms,
     "[HMRC|IRS|Tax office]: a warrant is out in your name for tax [fraud|evasion]. Call {p} [now|immediately] or you "
     "will be [arrested|prosecuted]."},
    {sms,
     "Government [energy|cost of living] support: you have not yet claimed your {m} discount. [Apply|Claim] before "
     "{k}: {l}"},
    {sms, "NHS: you have been in [close contact|contact] with a case. Order your test kit at {l}, postage {m}"},
    {sms, "Council tax: you were overcharged. A refund of {m} is [waiting|due to you]. Enter your bank details at {l}"},
    // Banks and accounts
    {sms,
     "{b}: a new [payee|device] was [added to|registered on] your account. If this was NOT you, [visit|cancel at] {l}"},
    {sms, "{b} alert: a payment of {m} to {n} is pending. [Not you? Call|If you do not recognise it call] {p}"},
    {sms,
     "{b}: did you attempt a transfer of {m}? Reply YES or NO. [If no, our fraud team will call you|A specialist will "
     "ring you shortly]"},
    {sms,
     "Dear customer, your {b} [net banking|account|card] will be [blocked|suspended] today. [Update your|Please "
     "update] [PAN|KYC|details] [immediately|now]: {l}"},
    {sms, "Your {b} [access|app] has been [limited|restricted|locked]. [Restore|Unlock] it: {l}"},
    {sms,
     "ALERT: unusual sign-in to your [Apple ID|PayPal|Netflix|Amazon] account. [Verify|Secure your account] at {l} or "
     "it will be closed"},
    {sms,
     "[Netflix|Disney|Spotify]: your [payment was declined|membership has expired]. Update your [payment details|card] "
     "at {l}"},
    {sms,
     "Amazon: your order of [an iPhone|a TV] for {m} is confirmed. If you did not order, call {p} to cancel and get a "
     "refund"},
    {sms, "PayPal: {m} was sent to {n}. If this wasn't you call our help desk {p} at once"},
    {sms,
     "[Mobile|Phone|Network] bill: your latest payment could not be processed. Update your details to avoid fees: {l}"},
    {sms,
     "I just sent a code to your phone by mistake, can you [send|forward] it to me [quickly|please]? It's the 6 "
     "digits"},
    {sms, "Your WhatsApp code was requested. To keep your account send us the code {d} you received"},
    // Family and friends
    {chat,
     "[Hi|Hey|Hello] [mum|mom|dad|Mum|Mom|Dad][,| ] [my phone broke|I dropped my phone in the toilet|I lost my phone], "
     "this is my [new|temporary] number. [Text me when you see this|Can you message me on WhatsApp|Save it please] "
     "{p}"},
    {chat,
     "[Mum|Dad], I need to pay a bill [today|right now] but I cannot get into my bank on this phone. Can you "
     "[pay|transfer] {m} for me? I will pay you back [tomorrow|on {k}]"},
    {chat,
     "It's me {n}, I am stuck [abroad|at the airport], my wallet was stolen. Can you lend me {m}? [Please don't tell "
     "mum|Keep this between us]"},
    {chat,
     "Are you busy? I'm in a meeting and need you to [get|buy] some gift cards for a client. [Send me the codes on the "
     "back|Scratch them and text the codes]. I'll reimburse you"},
    {chat,
     "This is your boss {n}. I need a favour done discreetly. Buy [five|ten] [Apple|Steam|Google Play] cards of {m}, "
     "I'll explain later"},
    {chat, "Grandma it's me, I had an accident and the police are here. I need {m} for bail. Please don't tell dad"},
    // Jobs
    {chat,
     "Hello, I am {n} from [a recruitment agency|the HR team|a remote staffing firm]. We have a "
     "[part-time|flexible|remote] job, [60 minutes a day|work from your phone], you can earn {m} [a day|per day]. "
     "[Interested? Contact me on WhatsApp|Reply 1 for details] {p}"},
    {sms,
     "Earn {m} [a week|daily] just by [liking videos|rating hotels|reviewing products] online. No experience needed. "
     "[Message|Add] us on [Telegram|WhatsApp] {l}"},
    {sms,
     "Your [resume|CV] was recommended to us. [Online|Remote] position, {m} per day, paid daily, age 23 or over. Reply "
     "[YES|OK] to [learn more|start]"},
    {chat,
     "To unlock your next set of tasks you must [top up|deposit] {m}. After you complete it your commission and "
     "deposit are [returned|paid out] together"},
    // Crypto and investment
    {chat,
     "I made {m} this week with [my uncle's|a friend's|our] trading signals. [Join our group|I can teach you]: {l}"},
    {sms,
     "[BTC|Bitcoin|Crypto] [wallet|account] notice: a withdrawal of {m} was requested. If it was not you "
     "[verify|cancel] at {l}"},
    {sms,
     "Your [Coinbase|Binance|MetaMask] wallet will be suspended. [Verify|Restore] it with your recovery phrase: {l}"},
    {chat,
     "Hi {n}, [my assistant gave me this number, is this the dog trainer|are we still playing golf on {k}]? Oh sorry, "
     "wrong number. You seem kind though, [where are you from|can we be friends]?"},
    {sms, "VIP stock group: our analyst's [picks|tips] returned [80|120|300]% last month. Free to join today: {l}"},
    {chat,
     "You only need {m} to start. The platform is safe, I will guide you, and you can withdraw your profits in bitcoin "
     "any time"},
    // Romance and extortion
    {chat,
     "My dear, I want so much to [meet you|hold you], but my [leave|salary|contract] is blocked. Could you send {m} "
     "for the [ticket|customs fee|hospital]? I will pay it back when I am with you"},
    {chat,
     "Hello dear, I am [a widow|a doctor in the army|an engineer on an oil rig] and [saw your profile|your picture "
     "touched my heart]. [Write to me|Can we talk on Hangouts]?"},
    {email,
     "I [hacked|got into] your [device|computer] and recorded you through your webcam. Send {m} in bitcoin within 48 "
     "hours or I will send the video to all your contacts. / Do not contact the police. / My wallet is bc{d}. / I know "
     "your password."},
    {sms,
     "We know where you live. [Pay|Send] {m} by {k} or [you will regret it|we come to your house]. Do not go to the "
     "police"},
    {sms, "Hot [singles|girls] in your area want to [chat|meet] tonight. [Join free|See their pictures] {l} 18+"},
    // Prizes, loans
    {sms,
     "Congratulations {n}! You [won|have been chosen for] a [{m} voucher|new phone|holiday]. [Claim|Confirm] "
     "[now|before {k}]: {l}"},
    {sms,
     "Your number [won|was drawn in] our [summer|anniversary] raffle. Text your name and address to {p} to receive "
     "{m}"},
    {sms, "[{s}|Costco|Walmart]: thank you for your purchase! Answer [3|4] questions and get a gift worth {m}: {l}"},
    {sms, "You are pre-approved for a loan of {m}, bad credit welcome, no checks. Apply in 2 minutes {l}"},
    {sms,
     "Have you had an accident in the last 3 years? You are owed {m} in compensation. Reply CLAIM or STOP to opt out"},
    {sms,
     "Parking: your vehicle has an unpaid penalty notice of {m}. Pay within [24|48] hours to avoid court action: {l}"},
    {sms, "{b}: your mobile token expires today. [Renew|Reactivate] it at {l} or your access will be closed"},
    {sms,
     "Your [SIM card|number|line] will be [blocked|deactivated] today because your registration is incomplete. "
     "Register your ID at {l}"},
    {sms,
     "[Electricity|Gas|Power] notice: your supply will be cut tonight at {t} because your last bill was not updated. "
     "Call our officer {n} {p} at once"},
    {sms, "{s} rewards: your {d} points worth {m} expire today. Redeem them now: {l}"},
    {sms, "You have a new voicemail. [Listen to it|Install the app to hear it]: {l}"},
    {sms, "Someone tagged you in a photo, is this you? {l}"},
    {sms,
     "Your refund of {m} could not be paid because your card details are missing. [Complete|Submit] them here {l}"},
    {chat,
     "Hey {n}, I'm selling my concert tickets, only {m} each. [Send the money by Zelle|Pay a deposit] first and I "
     "email them to you, many people are asking"},
    {chat,
     "Sir the flat is still free but I am abroad. [Transfer|Send] one month's deposit of {m} to my agent and he will "
     "post you the keys"},
    {chat,
     "Hi love, my account is frozen and I can't buy food. Please send me {m} in gift cards, I promise to pay you back "
     "when we meet"},
    {chat,
     "We can get back the money you lost to the fake broker. Our recovery team only needs {m} up front and access to "
     "your wallet. Message me on Telegram"},
    {sms,
     "[URGENT!|Final warning:] [settle|verify|pay] [now|today] or [legal action will follow|we take legal action|face "
     "legal action|legal proceedings begin on {k}]"},
    {sms,
     "Legal action [has been started|will be taken] against you. [Call {p}|Reply] [today|at once] to [avoid court|stop "
     "it]"},
    {sms,
     "You will be [arrested|prosecuted|sued] unless you [answer|call {p}|verify] [today|now]. [This is the last "
     "notice.|The police are informed.]"},
    // E-mail
    {email,
     "Dear customer, / We detected suspicious activity on your {b} account. / For your protection we have temporarily "
     "limited access. / Please click the link below to verify your identity within 24 hours: {l} / Failure to do so "
     "will result in permanent suspension. / {b} Security Department"},
    {email,
     "Your mailbox is almost full. / Incoming messages will be rejected. / Click here to [upgrade|verify] your "
     "account: {l} / IT help desk"},
    {email,
     "Dear friend, I am {n}, [a barrister|a bank manager|the widow of a minister]. / A sum of [$4.5 million|12,000,000 "
     "dollars] was left without next of kin. / I ask for your help to transfer this money to your account, you will "
     "keep 40 percent. / This transaction is strictly confidential. / Reply with your full name, phone and bank "
     "details."},
    {email,
     "Invoice {d} / Thank you for renewing your [Norton|McAfee|Geek Squad] subscription for {m}. / The amount will be "
     "debited today. / If you did not authorise this charge call {p} within 24 hours to cancel and get a refund."},
    {email,
     "Hi {n}, are you at your desk? / I need a wire transfer of {m} to a new supplier processed today. / I am in a "
     "meeting so only reply by email. / Keep this confidential until the deal is announced."},
    {email,
     "Congratulations! Your e-mail address won {m} in the international lottery. / To claim your prize send your name, "
     "address and a processing fee of {m} by Western Union. / Claims expire on {k}."},
    {email,
     "Your parcel {d} is waiting. / There is an unpaid customs fee of {m}. / Pay now: {l} / If unpaid by {k} the "
     "parcel is returned to sender."},
    // Calls
    {call,
     "Hello, this is officer {n} from the [Internal Revenue Service|tax office|Social Security Administration], badge "
     "number {d}. / We have been trying to reach you about a serious matter. / There is a case against you for [tax "
     "fraud|money laundering] and an arrest warrant has been issued. / Yes sir, if you hang up the local police will "
     "come to your house. / To settle this today you have to pay {m}. / You will go to the store and buy gift cards, "
     "and read me the numbers on the back. / Do not tell anyone why you are buying them. / Stay on the line with me. / "
     "What is your date of birth and the last four of your social?"},
    {call,
     "Good morning, my name is {n}, I am calling from [Microsoft|Windows] technical support. / We are getting error "
     "messages from your computer. / Hackers have got into your internet connection. / Are you in front of your "
     "computer now? / Please press the Windows key and R. / Now type the address I give you and download "
     "[AnyDesk|TeamViewer]. / Read me the nine digit number. / You see all those warnings, those are infections, "
     "ma'am. / The one time fee for the protection is {m}. / I need your credit card number and the expiry date."},
    {call,
     "Hello, this is {n} from the fraud department at {b}. / Am I speaking to the account holder? / We see a payment "
     "of {m} going out of your account, was that you? / No? Then somebody inside the branch is involved, so please do "
     "not talk to anyone. / To keep your savings safe we have opened a new safe account in your name. / You need to "
     "move your money to it now. / I am sending you a code, please read it out to me. / It is very important that we "
     "do this right away."},
    {call,
     "Hi, I am calling about your car's extended warranty. / Our records show that your warranty is about to expire. / "
     "This is your final courtesy call. / Press one to speak to a specialist or press two to be removed. / We can "
     "lower your payment, I only need your card number to hold the price."},
    {call,
     "Grandma? It's me. / Yes it's your grandson, I've got a cold so I sound different. / I've been in a car accident "
     "and they put me in jail. / Please don't tell mum and dad, I'm so embarrassed. / My lawyer will call you, he "
     "needs {m} in cash for bail. / A courier will come to your house to pick it up today."},
    {call,
     "Hello, this is Amazon customer service. / An order of {m} for [an iPhone|a laptop] has been placed on your "
     "account. / If you did not authorise this, press one. / Sir, to cancel the order and process the refund I need to "
     "connect to your computer. / Open the browser and go to the website I give you. / Oh no, I typed too many zeros "
     "and refunded you {m}, I will lose my job. / You have to send the difference back in gift cards."},
    {call,
     "Congratulations, this is {n} from the prize department. / You have won [two million dollars|a new Mercedes] in "
     "the sweepstakes. / All you need to do is to pay the taxes and the processing fee of {m}. / You can pay by gift "
     "card, Western Union or cash in the mail. / Are you excited? / Don't tell anybody until you receive your prize, "
     "it is confidential."},
    {call,
     "Hello, I am calling from [Medicare|the health insurance department]. / We are sending out new plastic cards to "
     "all members. / I just need to verify your Medicare number, date of birth and address. / It is at no cost to you. "
     "/ Can you get your card and read me the number?"},
    {call,
     "This call is from your electricity company. / Your power will be disconnected in the next thirty minutes for an "
     "unpaid bill. / To avoid disconnection you must pay {m} now. / We only accept [prepaid cards|Zelle|bitcoin] at "
     "this time. / Go to the nearest store, I will stay on the line."},
    {call,
     "We are calling from the visa and immigration office. / Your file has a problem and you may be deported. / There "
     "is a fine of {m} that must be paid today. / Do not hang up or talk to your family, this is a federal case. / You "
     "will make a transfer to the account of the ministry, please note the number."},
    {call,
     "Hi, this is {n} with the student loan forgiveness center. / You qualify for complete forgiveness of your loan. / "
     "The program ends today so we need to lock it in. / I need your social security number and a card for the "
     "enrollment fee of {m}."},
    {call,
     "Hello, I'm {n}, an account manager at a trading platform. / Our software makes twelve percent a day, it is "
     "guaranteed. / You start with only {m}. / I will help you to open a bitcoin wallet and we can share your screen. "
     "/ How much do you have in your savings? / The opportunity closes tonight."},
    {call,
     "This is {n} calling from {c}. / A parcel in your name was stopped by customs, it contains drugs and five "
     "passports. / I am connecting you to the police officer. / You are under digital arrest, do not leave the room "
     "and keep your camera on. / To prove that you are innocent transfer {m} to the account of the court. / It will be "
     "returned after the check. / Tell nobody about this case."},
    {call,
     "Hello, this is the refund department of [your internet provider|the computer company]. / The company is closing "
     "and we owe you {m}. / Please open your laptop and go to the page I tell you, so that I can put the money into "
     "your account. / Log in to your bank. / You see, too much has been sent, you have to send the rest back."},
    {call,
     "Hi, I am calling from your phone company. / You get half price on your plan for the next two years. / I have "
     "just sent you a six digit code, please read it to me to accept the offer. / And the PIN of your account please."},
    {call,
     "Good afternoon, I'm {n} from {b} card services. / We can lower the interest rate on your credit cards to zero. / "
     "I need the sixteen digits of your card, the expiry date and the three digits on the back. / This offer is for "
     "today only."},
    {call,
     "Hello, I'm collecting for the children's hospital. / After the earthquake they need every dollar. / You can give "
     "{m} right now by card over the phone. / No, I cannot send you papers, it has to be done today. / Just read me "
     "your card number."},
    {call,
     "This is the utility company's disconnection team. / A technician is on his way to remove your meter. / If you "
     "pay {m} in the next half hour I can call him back. / Go to the shop, buy a prepaid card and give me the numbers "
     "on it."},
    {call,
     "Hello sir, I'm calling from the KYC department of {b}. / Your account will be frozen today as your documents are "
     "not updated. / Please tell me your card number and the OTP that you will receive now. / Do not disconnect the "
     "call."},
};

}  // namespace

std::span<const Script> scam_scripts() { return kScams; }

}  // namespace shrike::training
