use plenary_model::scene::Transition;
use proptest::prelude::*;
use rosc::{OscBundle, OscTime, decoder, encoder};

use super::*;
use crate::status::Label;

fn sent(address: &str, args: Vec<OscType>) -> Vec<u8> {
    encoder::encode(&OscPacket::Message(OscMessage { addr: address.into(), args })).unwrap()
}

fn one(address: &str, args: Vec<OscType>) -> Result<Asked, Error> {
    let mut messages = read(&sent(address, args)).unwrap();
    assert_eq!(messages.len(), 1);
    messages.remove(0)
}

#[test]
fn each_message_means_one_action() {
    let mix = |duration_ms| Asked::Do(Action::Take(Transition::Mix { duration_ms }));
    let wipe = |duration_ms| Asked::Do(Action::Take(Transition::Wipe { direction: Direction::Right, duration_ms }));
    for (address, args, asked) in [
        ("/plenary/take", vec![], Asked::Do(Action::Take(Transition::Cut))),
        ("/plenary/cut", vec![], Asked::Do(Action::Take(Transition::Cut))),
        ("/plenary/mix", vec![], mix(1_000)),
        ("/plenary/mix", vec![1.0f32.into()], mix(1_000)),
        ("/plenary/mix", vec![500.into()], mix(500)),
        ("/plenary/wipe", vec![500.into()], wipe(500)),
        ("/plenary/mute/3", vec![], Asked::Do(Action::Mute(3, None))),
        ("/plenary/mute/3", vec![1.0f32.into()], Asked::Do(Action::Mute(3, Some(true)))),
        ("/plenary/gain/2", vec![(-3.54f32).into()], Asked::Do(Action::Gain(2, -35))),
        ("/plenary/gain/2", vec![6.into()], Asked::Do(Action::Gain(2, 60))),
        ("/plenary/music", vec![1.into()], Asked::Do(Action::Music(true))),
        ("/plenary/next", vec![], Asked::Do(Action::Next)),
        ("/plenary/back", vec![], Asked::Do(Action::Back)),
        ("/plenary/slate", vec![true.into()], Asked::Do(Action::Slate)),
        ("/plenary/undo", vec![], Asked::Do(Action::Undo)),
        ("/plenary/dump", vec![], Asked::Do(Action::Dump)),
        ("/plenary/preview", vec![3.into()], Asked::Do(Action::Preview(3))),
        ("/plenary/preview", vec![3.0f32.into()], Asked::Do(Action::Preview(3))),
        ("/plenary/preview", vec!["3".into()], Asked::Do(Action::Preview(3))),
        ("/plenary/item", vec![12.0f64.into()], Asked::Do(Action::Item(12))),
        ("/plenary/caption", vec![], Asked::Do(Action::Caption(None))),
        ("/plenary/caption", vec![0.into()], Asked::Do(Action::Caption(Some(false)))),
        ("/plenary/arm", vec![1.into()], Asked::Do(Action::Arm(true))),
        ("/plenary/arm", vec![false.into()], Asked::Do(Action::Arm(false))),
        ("/plenary/run", vec![1i64.into()], Asked::Do(Action::Run(true))),
        ("/plenary/subscribe", vec![], Asked::Subscribe(None)),
        ("/plenary/subscribe", vec![12_000.into()], Asked::Subscribe(Some(12_000))),
    ] {
        assert_eq!(one(address, args.clone()), Ok(asked), "{address} {args:?}");
    }
}

#[test]
fn a_button_that_is_let_go_does_nothing() {
    for name in ["take", "cut", "mix", "next", "back", "slate", "dump", "undo", "preview", "item", "subscribe"] {
        for zero in [OscType::Float(0.0), OscType::Int(0), OscType::Bool(false)] {
            assert_eq!(one(&format!("/plenary/{name}"), vec![zero]), Ok(Asked::Released), "{name}");
        }
    }
}

#[test]
fn a_wrong_argument_is_answered_with_what_would_be_right() {
    for (address, args, text) in [
        ("/plenary/preview", vec![], "/plenary/preview needs a number that counts from 1"),
        ("/plenary/preview", vec![(-1).into()], "/plenary/preview needs a number that counts from 1"),
        ("/plenary/item", vec![1.5f32.into()], "/plenary/item needs a number that counts from 1"),
        ("/plenary/item", vec![f32::NAN.into()], "/plenary/item needs a number that counts from 1"),
        ("/plenary/arm", vec![], "/plenary/arm needs 1 for on or 0 for off"),
        ("/plenary/run", vec![2.into()], "/plenary/run needs 1 for on or 0 for off"),
        (
            "/plenary/mix",
            vec![50.into()],
            "/plenary/mix: a transition of 50 ms is not possible: choose from 100 to 10000 ms",
        ),
        ("/plenary/gain/1", vec![21.into()], "/plenary/gain/N needs a level of -60 to 20 dB"),
        ("/plenary/gain/1", vec![f32::NAN.into()], "/plenary/gain/N needs a level of -60 to 20 dB"),
        ("/plenary/mute/1", vec![2.into()], "/plenary/mute/N needs 1 for on or 0 for off"),
        ("/plenary/mute/x", vec![], "there is no /plenary/mute/x: the messages are listed in docs/operate/hands.md"),
        (
            "/plenary/take",
            vec![1.into(), 1.into()],
            "/plenary/take needs no argument, or 1 for pressed and 0 for released",
        ),
        ("/plenary/subscribe", vec![70_000.into()], "/plenary/subscribe needs a port from 1 to 65535, or nothing"),
        ("/plenary/kill", vec![], "there is no /plenary/kill: the messages are listed in docs/operate/hands.md"),
    ] {
        let error = one(address, args.clone()).unwrap_err();
        assert!(error.is_answered());
        assert_eq!(error.to_string(), text, "{address} {args:?}");
    }
}

#[test]
fn what_is_not_for_us_is_not_answered() {
    for address in ["/other/take", "/plenary", "/plenary/error", "/plenary/state/onair"] {
        let error = one(address, vec!["x".into()]).unwrap_err();
        assert!(!error.is_answered(), "{address} {error}");
    }
    // Nothing that we send is ever answered by ourselves.
    for datagram in changes(None, &Status::default()).into_iter().chain(times(&Status::default())).chain([error("no")])
    {
        assert_eq!(read(&datagram), Ok(vec![Err(Error::NotOurs)]));
    }
}

#[test]
fn a_bundle_is_followed_in_order_and_one_that_is_too_long_is_not() {
    let bundle = |many: usize| {
        let message = OscPacket::Message(OscMessage { addr: "/plenary/next".into(), args: vec![] });
        let timetag = OscTime { seconds: 0, fractional: 1 };
        encoder::encode(&OscPacket::Bundle(OscBundle { timetag, content: vec![message; many] })).unwrap()
    };
    assert_eq!(read(&bundle(2)), Ok(vec![Ok(Asked::Do(Action::Next)); 2]));
    assert_eq!(read(&bundle(MOST + 1)), Err(Error::TooMany));
    assert_eq!(read(&bundle(100)), Err(Error::TooLong));
    assert_eq!(read(b"GET / HTTP/1.1\r\n\r\n"), Err(Error::NoOsc));
}

#[test]
fn only_what_changed_is_told() {
    let before = Status { on_air: "Amina".into(), armed: false, ..Status::default() };
    let label = Label { name: "Jonas".into(), tally: Tally::Air, muted: true };
    let now = Status { on_air: "Jonas".into(), armed: true, sources: vec![label], ..before.clone() };
    let told: Vec<_> = changes(Some(&before), &now)
        .iter()
        .map(|datagram| match decoder::decode_udp(datagram).unwrap().1 {
            OscPacket::Message(message) => (message.addr, message.args[0].clone()),
            OscPacket::Bundle(_) => panic!("modules read one message a datagram"),
        })
        .collect();
    let expected: [(String, OscType); 5] = [
        ("/plenary/state/onair".into(), "Jonas".into()),
        ("/plenary/state/armed".into(), true.into()),
        ("/plenary/state/source/1".into(), "Jonas".into()),
        ("/plenary/state/tally/1".into(), 3.into()),
        ("/plenary/state/mute/1".into(), true.into()),
    ];
    assert_eq!(told, expected);
    assert!(changes(Some(&now), &now).is_empty());
}

fn argument() -> impl Strategy<Value = OscType> {
    prop_oneof![
        any::<i32>().prop_map(OscType::Int),
        any::<i64>().prop_map(OscType::Long),
        any::<f32>().prop_map(OscType::Float),
        any::<f64>().prop_map(OscType::Double),
        any::<bool>().prop_map(OscType::Bool),
        ".{0,40}".prop_map(|text: String| OscType::String(text.replace('\0', ""))),
        Just(OscType::Nil),
    ]
}

proptest! {
    #[test]
    fn no_datagram_makes_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read(&bytes);
    }

    #[test]
    fn no_damage_to_a_message_makes_the_reader_panic(
        name in "(#bundle|/plenary/(preview|mix|subscribe|arm|[a-z]{1,9}))",
        tags in ",[ifshdbtTFNI\\[\\]rcm]{0,40}",
        tail in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let mut bytes = Vec::new();
        for text in [name, tags] {
            bytes.extend(text.as_bytes());
            bytes.resize((bytes.len() / 4 + 1) * 4, 0);
        }
        bytes.extend(tail);
        let _ = read(&bytes);
    }

    #[test]
    fn any_arguments_give_an_action_or_an_answer(
        name in "(take|cut|mix|next|back|slate|dump|undo|preview|item|caption|arm|run|subscribe)",
        args in prop::collection::vec(argument(), 0..3),
    ) {
        let many = args.len();
        match one(&format!("/plenary/{name}"), args) {
            Ok(_) => prop_assert!(many < 2),
            Err(error) => prop_assert!(error.is_answered()),
        }
    }
}
