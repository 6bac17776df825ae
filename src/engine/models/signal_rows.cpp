#include "signal_rows.hpp"

namespace shrike::engine {

namespace {

constexpr std::string_view kFinancial = "Financial Scam", kPhishing = "Phishing Link", kPretence = "Impersonation",
                           kPrize = "Prize/Lottery", kThreat = "Threat/Extortion", kDelivery = "Delivery", kJob = "Job",
                           kRomance = "Romance", kCrypto = "Crypto", kNone = "";

constexpr Signal kSignals[] = {
    {{"threat_language", "Contains threatening language", kThreat, 3},
     "legal action|legal proceedings|legal consequences|arrest|arrested|arrest warrant|lawsuit|prosecut*|warrant|"
     "court|taken to court|police|penalt*|fined|a fine of|sue you|being sued|sued for|will be terminated|"
     "will be disconnected|cut off|jail|prison|criminal charges|law enforcement|federal agent*|bailiff*|"
     "debt collector*|collections agency|face charges|deported|deportation|serious consequences"},
    {{"extortion", "Threatens to expose something", kThreat, 6},
     "recorded you|your webcam|your camera|i hacked|have hacked|has been hacked by|send this video|"
     "share the video|share your photos|leak your|your secret|your contacts will|to all your contacts|"
     "intimate video*|compromising|you will regret|know where you live|hurt your family|kidnap*"},
    {{"urgent_language", "Presses for haste", kNone, 0},
     "urgent*|immediate*|right away|right now|act now|act fast|final notice|final warning|final reminder|last chance|"
     "last warning|expires|expire today|within 00 h|within 00 hrs|within 00 hours|within 0 hours|asap|hurry|"
     "without delay|as soon as possible|before midnight|before it is too late|today only|time is running out|"
     "limited time|dont hang up|do not hang up|stay on the line|in the next hour|final call|dont delay"},
    {{"secrecy", "Asks to keep it secret", kNone, 0},
     "do not tell|dont tell anyone|dont tell mum|dont tell mom|dont tell dad|keep this between us|keep it between us|"
     "keep this confidential|keep this secret|strictly confidential|do not discuss|dont talk to anyone|"
     "do not share this with|not inform anyone|our little secret|dont mention this|tell no one|tell nobody"},
    {{"account_problem", "Claims a problem with an account or bank", kFinancial, 3},
     "your account|bank account|bank suspended|account suspended|suspended|has been blocked|is blocked|been locked|"
     "is locked|we locked|was locked|temporarily locked|unusual activity|suspicious activity|suspicious transaction*|"
     "unauthorised|unauthorized|deactivat*|overdrawn|restricted|on hold|your card|debit card|credit card|"
     "online banking|fraud department|security department|unrecognised|unrecognized|new payee|new device|"
     "limited access|been compromised|is compromised|will be closed|card services|failed payment|payment failed|"
     "payment declined|billing problem|update your payment"},
    {{"asks_to_verify", "Asks to verify or confirm details", kFinancial, 2},
     "verify|verification required|confirm your|update your|validate|log in|login|sign in|reactivate|re activate|"
     "unlock|restore access|restore your|confirm the last|confirm it is you|confirm details|review your|secure your|"
     "your details"},
    {{"asks_for_secret", "Asks for a code, PIN or password", kFinancial, 3},
     "your pin|pin number|pin code|your password|password and|send the code|send me the code|read me the code|"
     "tell me the code|read out the code|give me the code|forward the code|the code you received|the otp you|"
     "your otp|send otp|share the otp|send us the otp|security code|cvv|social security number|your ssn|"
     "date of birth|mothers maiden|card number|full card|sort code|account number|seed phrase|recovery phrase|"
     "private key|0 digit code you|last four digits|last 0 digits|bank details|credit card details|"
     "routing number"},
    {{"one_time_code", "Delivers a one-time code", kNone, 0},
     "is your code|is your one time|is your verification|is your otp|is your login|is your security|"
     "code for signing|verification code is|your code is|login code|never share|do not share|"
     "dont share|we never ask|we will never ask|never ask for|otp is|one time password|one time code|use code|"
     "passcode is|valid for 0 min*|valid for 00 min*|valid for ten minutes|expires in 00 minutes|expires in 0 minutes"},
    {{"contains_link", "Contains a link", kPhishing, 1}, ""},
    {{"short_link", "Hides its link behind a shortener", kPhishing, 3}, ""},
    {{"address_link", "Links to a bare IP address", kPhishing, 5}, ""},
    {{"imitation_link", "Links to a name made to look like a well-known one", kPhishing, 5}, ""},
    {{"unusual_domain", "Links to an unusual top-level domain", kPhishing, 3}, ""},
    {{"asks_to_click", "Asks to follow a link", kPhishing, 1},
     "click here|click the link|click below|click on|tap here|tap the link|follow the link|link below|visit our|"
     "open the link|the link to|log on to|go to http|please visit|claim at|visit http|visit www"},
    {{"prize_language", "Promises a prize or free money", kPrize, 4},
     "prize*|winner*|you won|have won|has won|u have won|lottery|jackpot|to claim|claim your|claim ur|claim now|"
     "claim code|congratulations|congrats|awarded|reward*|guaranteed|lucky draw|lucky winner|been selected|"
     "been chosen|sweepstake*|raffle|inheritance|unclaimed|next of kin|compensation|grant of|cash grant|"
     "draw shows"},
    {{"free_offer", "Makes a free offer", kPrize, 1},
     "free gift|free entry|free msg|freemsg|for free|free phone|free trial|free tones|free ringtone*|ringtone*|"
     "no cost|bonus|voucher*|free text*|free mins|free minutes|free call*|half price|special offer|"
     "exclusive offer|discount*|unlimited texts|free delivery|free spins|free camera|subscribe*|unsubscribe*"},
    {{"gift_cards", "Asks for gift cards", kFinancial, 6},
     "gift card*|itunes card*|google play card*|steam card*|apple card*|amazon card*|scratch the back|"
     "codes on the back|scratch off|prepaid card*|vanilla card*"},
    {{"delivery_language", "Speaks of a parcel or delivery", kDelivery, 4},
     "parcel*|your package|package is|package was|a package|the package|delivery fee|delivery failed|"
     "delivery attempt|missed delivery|failed delivery|delivery address|delivery problem|courier|shipment|"
     "customs|redeliver*|re deliver*|shipping fee|tracking number|could not be delivered|unable to deliver|usps|dhl|"
     "fedex|royal mail|evri|hermes|incomplete address|your order|depot|reschedule delivery|dispatched"},
    {{"job_offer", "Offers easy work", kJob, 5},
     "part time|work from home|working from home and earn|earn up to|earn 000|hiring|vacancy|vacancies|"
     "daily pay|per day|a day from home|salary of|recruit*|job offer|job opportunity|remote job|remote work|"
     "online job|flexible hours|no experience|simple tasks|like videos|liking videos|rate products|"
     "optimise apps|hr manager|your resume|your cv|commission*|extra income|side income|easy money|earn money|"
     "earn $*|weekly pay|paid daily|online task*"},
    {{"crypto_language", "Speaks of crypto investment", kCrypto, 6},
     "crypto*|bitcoin*|btc|usdt|ethereum|eth wallet|blockchain|metamask|coinbase|binance|your wallet|mining pool|"
     "token sale|airdrop|seed phrase|defi"},
    {{"investment_promise", "Promises returns on an investment", kCrypto, 4},
     "invest*|forex|trading platform|trading signals|trading group|trading team|double your money|double it|"
     "guaranteed profit|guaranteed return*|daily profit*|weekly profit*|returns of|stock tip*|insider|"
     "high returns|financial freedom|passive income"},
    {{"romance_language", "Seeks a private acquaintance", kRomance, 4},
     "dating|lonely|singles|sexy|xxx|flirt*|date now|meet girls|meet local|adult|my dear|hello dear|dear one|"
     "my love|your profile|saw your picture|naughty|horny|hot girls|fancy a chat|secret admirer|admirer|"
     "looking for a serious|soulmate|soul mate|true love|fantasies|marry me|widow|widowed|oil rig|"
     "deployed|military doctor|want to meet you|like to meet you|chat with me|chat to|video chat|live chat|"
     "new friend|make friends|wrong number"},
    {{"family_emergency", "Pretends to be family or a friend in need", kPretence, 6},
     "hi mum|hi mom|hey mum|hey mom|hello mum|hello mom|hi dad|hey dad|hello dad|mum its me|mom its me|"
     "dad its me|lost my phone|new number|broke my phone|phone broke|phone is broken|dropped my phone|"
     "temporary number|friends phone|your grandson|your granddaughter|grandma its|grandpa its|its your son|"
     "its your daughter|bail money|post bail|been in an accident|had an accident|car accident|stranded|"
     "need your help urgently|i am in trouble|im in trouble|stuck abroad|stole my wallet|save this number|"
     "delete the old"},
    {{"money_request", "Asks to send or move money", kFinancial, 2},
     "send money|send me $*|transfer money|transfer the money|transfer $*|transfer the funds|wire transfer|"
     "wire the|bank transfer|western union|moneygram|cash app|cashapp|zelle|venmo|pay the|pay a|pay $*|"
     "safe account|secure account|move your money|move your savings|pay this|lend me|pay you back|send the money|"
     "processing fee|release fee|fee of|small fee|unpaid|outstanding|overdue|you owe|amount due|settle*|"
     "pay now|pay immediately|make a payment|withdraw your|send $*"},
    {{"loan_offer", "Offers a loan or debt relief", kFinancial, 4},
     "loan*|pre approved|preapproved|debt relief|debt free|student loan*|low interest|interest rate*|bad credit|"
     "credit score|consolidat*|mortgage|instant cash|cash advance|lower your|owed a refund|refund*|rebate|"
     "reimburse*|ppi"},
    {{"authority_claim", "Speaks for an authority", kPretence, 3},
     "tax|taxes|irs|hmrc|government|social security|customs office|customs officer|border|ministry|toll|tolls|"
     "officer|badge number|case number|federal|inspector|immigration|dvla|dmv|medicare|benefit agency|council|"
     "tax office|revenue|inland revenue|federal trade|treasury|united nations|embassy|public health|nhs|"
     "case against|under your name|case id"},
    {{"company_claim", "Speaks for a bank or company", kPretence, 2},
     "bank of|this is your bank|from your bank|your bank|calling from|we are calling|i am calling from|"
     "im calling from|fraud team|security team|customer service|customer care|support team|dear customer|"
     "dear user|dear client|valued customer|dear sir|account holder|cardholder|card holder|card division|"
     "network customer|service centre|amazon|netflix|paypal|apple id|barclays|hsbc|lloyds|natwest|santander|"
     "wells fargo|chase|citibank|o0|vodafone|verizon|calling about your|calling on behalf|calling regarding"},
    {{"tech_support", "Claims a fault on the computer or asks for remote access", kPretence, 6},
     "your computer|your pc|technical support|tech support|microsoft|windows support|anydesk|any desk|teamviewer|"
     "team viewer|remote access|remote desktop|virus|viruses|malware|infected|hackers|hacked|download the app|"
     "install the app|install this|error messages|event viewer|antivirus|firewall|ip address|screen share|"
     "share your screen|license key|norton|mcafee|geek squad|software subscription|your internet"},
    {{"renewal_charge", "Announces a charge to be cancelled", kFinancial, 3},
     "will be charged|has been charged|been debited|will be debited|auto renew*|automatic renewal|"
     "your subscription|to cancel|cancel this|if you did not|if this wasnt you|if this was not you|"
     "if you didnt|not you|did not authorise|did not make this|was this you|press 0|press one|extended warranty|"
     "car warranty|your warranty|invoice"},
    {{"phone_to_call", "Gives a number to call", kNone, 0}, ""},
    {{"asks_to_call", "Asks to call or reply", kNone, 0},
     "please call|call now|call us|call 0*|call on|call back on|contact us|reply yes|reply y|reply with|reply to|"
     "reply now|text back|msg back|call our|call me on|message me on|whatsapp me|add me on|on whatsapp|"
     "on telegram|via telegram|telegram|contact our|contact the|contact my|call this number|call the number|"
     "ring us|customer services|landline|call from land*|call free*"},
    {{"premium_number", "Gives a premium-rate number or short code", kPrize, 2},
     "to 00000|on 00000|txt 00000|text 00000|pmin|ppm|p min|per min|per msg|p msg|00p*|0000p*|"
     "national rate|std rate|std txt rate|msgs|norm 000p|cost 00*|box000*|po box|pobox*|t cs|ts cs|t c|"
     "terms apply|txt stop|text stop|send stop|opt out|reply stop|stop to|stop txt|cs apply|"
     "your mob*"},
    {{"money_amount", "Names an amount of money", kNone, 0}, ""},
    {{"shouting", "Written largely in capitals", kNone, 0}, ""},
    {{"many_digits", "Contains many digits", kNone, 0}, ""},
    {{"disguised_letters", "Disguises words with look-alike letters", kNone, 0}, ""},
    {{"hidden_characters", "Hides characters inside words", kNone, 0}, ""},
    {{"spaced_out_word", "Spells a word one letter at a time", kNone, 0}, ""},
};

}  // namespace

std::span<const Signal> signal_rows() { return kSignals; }

}  // namespace shrike::engine
